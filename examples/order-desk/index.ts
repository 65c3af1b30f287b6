import { ApiError, definePlugin, plainLevel, Type, type ItemsWriteDetails, type Query } from 'jackfield';

/**
 * Watches what is written to one collection of orders: stamps each with the moment it was changed, refuses to change what is closed, and
 * writes a line for each change into a collection of its own, in the same transaction: no change without a line, no line without a change.
 */
export default definePlugin({
  name: 'order-desk',
  description: 'Stamps, checks and audits orders.',
  needs: ['items'],
  options: Type.Object({
    collection: Type.String({ default: 'orders', description: 'The collection to watch. It has the fields `status` and `changed_at`.' }),
    audit: Type.String({
      default: 'order_audit', description: 'Where the lines go. It has the fields `order_id`, `action`, `by` and `at`.',
    }),
  }),
  apiVersion: 1,
  setup({ options, get, on, log }) {
    const scope = { collection: options.collection };
    const everything: Query = { ...plainLevel, collection: options.audit, key: null, keys: null, meta: [], representation: 'rest' };

    async function audit(action: string, keys: readonly (string | null)[], details: ItemsWriteDetails): Promise<void> {
      const { identity: { user }, now } = details;
      const payloads = keys.map((key) => ({ order_id: key, action, by: user, at: now.toISOString() }));
      // The details are a context with the transaction: what is written with them is part of it.
      await get('items').write({ kind: 'create', collection: options.audit, payloads, isMany: true }, everything, details);
    }

    on('items.create', async (order, details) => {
      await audit('create', [null], details);
      return { status: 'open', ...order, changed_at: details.now.toISOString() };
    }, scope);

    on('items.update', async (order, details) => {
      const closed = await details.transaction.knex(options.collection).whereIn('id', [...details.keys]).where('status', 'closed').first();
      if (closed) {
        throw new ApiError('FAILED_VALIDATION', { ...scope, field: 'status', type: 'closed', reason: 'A closed order stays as it is.' });
      }
      await audit('update', details.keys, details);
      return { ...order, changed_at: details.now.toISOString() };
    }, scope);

    on('items.delete', async (keys, details) => {
      await audit('delete', keys, details);
    }, scope);

    on('items.created', ({ items }) => log.info(`${items.length} new orders: ${items.map(({ key }) => key).join(', ')}.`), scope);
  },
});
