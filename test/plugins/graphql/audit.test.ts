import { expect } from 'chai';
import { serverAudits } from 'graphql-http';
import { startServer, testToken, type TestServer } from '../../../core/testing/testing.js';

/** What the audit wants otherwise, and why it is not so here. Each is a SHOULD. */
const otherwise: ReadonlyMap<string, string> = new Map([
  ['572B', 'application/json: the API contract answers 400 to a document that cannot be read'],
  ['FDE2', 'application/json: the API contract answers 400 to a document that is not valid'],
  ['7B9B', 'application/json: the API contract answers 400 to variables that do not fit'],
  ['86EE', 'application/graphql-response+json: the specification of September 2026 is newer than the audit, and answers 422 to variables that do not fit'],
]);

/** As the administrator. */
function fetchFn(url: string, init: RequestInit = {}): Promise<Response> {
  return fetch(url, { ...init, headers: { ...init.headers as Record<string, string>, authorization: `Bearer ${testToken}` } });
}

describe('The audit of GraphQL over HTTP', () => {
  let server: TestServer;
  before(async () => {
    server = await startServer({ database: { url: ':memory:' } });
  });
  after(() => server.stop());

  it('finds nothing but what the contract or a newer specification has otherwise', async function audit() {
    this.timeout(60_000);
    const results = await Promise.all(serverAudits({ url: `${server.url}/graphql`, fetchFn }).map((each) => each.fn()));
    const others = results.filter(({ status }) => status !== 'ok');
    process.stdout.write(`    ${results.length - others.length} of ${results.length} audits are ok.\n`);
    for (const { id, name } of others) process.stdout.write(`    ${id} ${name}: ${otherwise.get(id) ?? 'not expected'}\n`);
    expect(results).to.have.length.of.at.least(61);
    expect(others.map(({ id }) => id)).to.have.members([...otherwise.keys()]);
    expect(others.every(({ name }) => name.startsWith('SHOULD'))).to.equal(true);
  });
});
