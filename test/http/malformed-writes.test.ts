import { expect } from 'chai';
import * as fc from 'fast-check';
import { forEachWorkshop } from './workshop-server.js';

const runs = 150;

const names = fc.constantFrom(
  'id', 'name', 'email', 'active', 'title', 'total', 'status', 'quantity', 'rank', 'customer_id', 'referrer_id', 'label_code', 'orders',
  'lines', 'stamps', 'order_labels', 'customers', 'order_id', 'number', 'text', 'code', 'c_big', 'c_decimal', 'c_double', 'c_boolean',
  'c_text', 'c_uuid', 'c_date', 'c_time', 'c_moment', 'c_instant', 'c_json', 'c_binary', 'twice', 'keys', 'data', 'query', 'create',
  'update', 'delete', '__proto__', 'constructor', 'toString',
);

const leaf = fc.oneof(
  fc.constantFrom<unknown>(
    null, true, false, 0, 1, 2, 3, -1, 1.5, 2 ** 53, 1e300, '', '1', 'red', 'open', 'x'.repeat(50), '2024-02-30', '2024-02-29', '12:00',
    '99999999999999999999', 'NaN', '1e400', '1e-400', '\ud800', '\0', '{"a":1}', '[]', '00000000-0000-4000-8000-000000000000',
    { type: 'Buffer', data: [1] }, { type: 'Buffer', data: [999] }, { type: 'Buffer', data: 'x' },
  ),
  fc.string({ unit: 'binary', maxLength: 12 }), fc.double(), fc.jsonValue({ maxDepth: 2 }),
);

const { value } = fc.letrec<{ value: unknown; object: Record<string, unknown> }>((tie) => ({
  value: fc.oneof({ maxDepth: 4, depthSize: 'small' }, leaf, tie('object'), fc.array(fc.oneof(tie('object'), leaf), { maxLength: 3 })),
  object: fc.dictionary(names, tie('value'), { maxKeys: 5 }),
}));

const path = fc.constantFrom(
  'customers', 'orders', 'lines', 'stamps', 'labels', 'order_labels', 'samples', 'settings', 'log', 'open_orders', 'nope', 'customers/1',
  'orders/1', 'lines/1,1', 'lines/1', 'samples/abc', 'stamps/x', 'labels/%00',
);

forEachWorkshop('a malformed write', (server) => {
  it('is answered 4xx with an error body, or done', async () => {
    const codes = new Map<string, number>();
    await fc.assert(fc.asyncProperty(fc.constantFrom('post', 'patch', 'delete'), path, value, async (method, where, body) => {
      const { status, text, body: answer } = await server.client[method as 'post'](`/items/${where}`, body);
      const about = `${method} ${where} ${JSON.stringify(body)}`;
      expect(status, `${about} → ${text}`).to.be.below(500);
      const code = status < 400 ? String(status) : String(answer.errors[0].extensions.code);
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }), { numRuns: runs });
    expect([...codes.keys()]).to.include.members(['FORBIDDEN', 'INVALID_PAYLOAD']);
  }).timeout(120_000);

  it('is answered 4xx where its shape is right and its values are wild', async () => {
    const fields = {
      customers: ['name', 'email', 'active'], orders: ['title', 'total', 'quantity', 'rank', 'status'],
      samples: [
        'c_big', 'c_decimal', 'c_double', 'c_boolean', 'c_text', 'c_uuid', 'c_date', 'c_time', 'c_moment', 'c_instant', 'c_json',
        'c_binary',
      ],
    };
    const sent = fc.constantFrom(...Object.keys(fields) as (keyof typeof fields)[]).chain((collection) =>
      fc.tuple(fc.constant(collection), fc.constantFrom(...fields[collection]), leaf));
    await fc.assert(fc.asyncProperty(sent, async ([collection, field, wild]) => {
      const base = {
        customers: { name: 'x' }, orders: { title: 'x', customer_id: 1 },
        samples: { id: Math.floor(Math.random() * 2e9) },
      }[collection];
      const { status, text } = await server.client.post(`/items/${collection}`, { ...base, [field]: wild });
      expect(status, `${collection}.${field} ${JSON.stringify(wild)} → ${text}`).to.be.below(500);
    }), { numRuns: runs * 2 });
  }).timeout(120_000);
});
