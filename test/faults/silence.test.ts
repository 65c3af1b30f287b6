import { expect } from 'chai';
import type { Database, Statement } from '../../core/dialect/dialect.js';
import { createDatabase, databaseOptions, type TestDatabase } from '../support/databases.js';
import { openPostgres } from '../../plugins/dialect-postgres/open.js';
import { cuttableConnection, type CuttableConnection } from './cuttable-connection.js';

const one: Statement = { sql: "select 'one'", parameters: [], answers: 'rows' };

describe('when the way to PostgreSQL goes silent', function () {
  this.timeout(30_000);
  let test: TestDatabase;
  let way: CuttableConnection;
  let database: Database;
  before(async () => {
    test = await createDatabase('postgres', 'create table notes (id integer primary key)');
    const { port } = new URL(test.url);
    way = await cuttableConnection(Number(port));
    const options = databaseOptions(test.url.replace(`:${port}/`, `:${way.port}/`), { statementTimeoutSeconds: 0.2, poolSize: 2 });
    database = await openPostgres(options, { namedStatements: 10, connectTimeoutSeconds: 1, log: { warn: () => undefined } });
  });
  after(async () => {
    await way.close();
    await database.close();
    await test.drop();
  });

  const codeOf = (work: Promise<unknown>): Promise<string | undefined> =>
    work.then(() => 'success', (error: unknown) => database.mapError(error)?.code);

  it('gives up what waits for an answer, commits too, and answers again when the server does', async () => {
    expect(await database.read(one, [])).to.deep.equal([['one']]);
    await database.ping();
    let committing: Promise<string | undefined> = Promise.resolve('');
    await new Promise<void>((resolve) => {
      committing = codeOf(database.transaction(async ({ knex }) => {
        await knex.raw('insert into notes values (1)');
        way.goSilent();
        resolve();
      }));
    });
    const startedAt = Date.now();
    const reading = codeOf(database.read(one, []));
    expect(await codeOf(database.ping())).to.equal('SERVICE_UNAVAILABLE');
    expect(await Promise.all([committing, reading])).to.deep.equal(['SERVICE_UNAVAILABLE', 'SERVICE_UNAVAILABLE']);
    expect(Date.now() - startedAt).to.be.below(15_000);
    way.recover();
    // The pool has heard of the loss when its connections have.
    await new Promise((resolve) => void setTimeout(resolve, 200));
    await database.ping();
    expect(await database.read(one, [])).to.deep.equal([['one']]);
  });
});
