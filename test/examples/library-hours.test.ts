import { expect } from 'chai';
import { definePlugin } from 'jackfield';
import { startServer, type TestServer } from 'jackfield/testing';

describe('the example plugin', () => {
  let server: TestServer;
  const asked: string[] = [];

  before(async () => {
    const listener = definePlugin({
      name: 'listener',
      wants: ['openingHours'],
      setup({ on, want }) {
        on('hours.ask', ({ moment }) => (moment.getUTCFullYear() === 1999 ? { moment: new Date(2026, 0, 1, 10) } : undefined));
        on('hours.asked', ({ moment, open }) => void asked.push(`${moment.getFullYear()} ${open} ${want('openingHours')?.isOpen(moment)}`));
      },
    });
    server = await startServer(
      { database: { url: ':memory:' }, plugins: { './examples/library-hours/index.ts': { closesAt: 12 } } },
      { plugins: [listener] },
    );
  });
  after(() => server.stop());

  it('answers at its route', async () => {
    const { body } = await server.client.get('/library/open', { at: '2026-01-01T10:00:00' });
    expect(body).to.deep.equal({ data: { open: true } });
    expect((await server.client.get('/library/open', { at: '2026-01-01T13:00:00' })).body).to.deep.equal({ data: { open: false } });
  });

  it('lets other plugins change the question and hear of the answer', async () => {
    asked.length = 0;
    expect((await server.client.get('/library/open', { at: '1999-06-01T00:00:00Z' })).body).to.deep.equal({ data: { open: true } });
    expect(asked).to.deep.equal(['2026 true true']);
  });

  it('refuses with an error that the server knows', async () => {
    const { status, body } = await server.client.get('/library/open', { at: 'noon' });
    expect(status).to.equal(400);
    expect(body).to.deep.equal({
      errors: [{ message: '"at" is no moment.', extensions: {
        code: 'INVALID_QUERY', path: 'at', reason: '"at" is no moment.', hint: 'Write it as 2026-03-01T10:00:00Z.',
      } }],
    });
  });
});
