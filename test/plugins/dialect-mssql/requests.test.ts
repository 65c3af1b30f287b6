import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { RequestError, type Connection, type Request } from 'tedious';
import type { Row } from '../../../core/dialect/dialect.js';
import { run, stream } from '../../../plugins/dialect-mssql/requests.js';

/** What the driver's request has, and its types leave out. */
type Wire = Request & { readonly sqlTextOrProcedure: string; readonly paused: boolean; callback(error?: Error | null): void };

/**
 * Stands in for a connection of the driver, which refuses a request while it answers another: gives as many rows as the statement says, while
 * it is not paused. `endless` goes on until it is cancelled.
 */
class StandIn {
  readonly started: string[] = [];
  cancelled = 0;
  given = 0;
  #busy = false;

  execSql(request: Wire): void {
    if (this.#busy) throw new Error('Requests can only be made in the LoggedIn state.');
    this.#busy = true;
    this.started.push(request.sqlTextOrProcedure);
    void this.#answer(request);
  }

  async #answer(request: Wire): Promise<void> {
    const before = this.cancelled;
    const isCancelled = (): boolean => this.cancelled > before;
    request.once('cancel', () => {
      this.cancelled += 1;
    });
    const [, count, failure] = /^(\d+|endless|silent)(!?)/.exec(request.sqlTextOrProcedure)!;
    const most = count === 'silent' || count === 'endless' ? Infinity : Number(count);
    for (let index = 0; !isCancelled() && index < most; index += 1) {
      while (request.paused && !isCancelled()) await nextTurn();
      if (index % 100 === 0) await nextTurn();
      if (count === 'silent') continue;
      this.given += 1;
      request.emit('row', [{ value: `${index}` }]);
    }
    this.#busy = false;
    request.callback(isCancelled() ? new RequestError('Canceled.', 'ECANCEL') : failure ? new Error('broken') : null);
  }
}

const open = () => {
  const standIn = new StandIn();
  return { standIn, connection: standIn as unknown as Connection };
};

async function collect(rows: AsyncIterable<Row>): Promise<Row[]> {
  const all: Row[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

describe('requests of a connection to SQL Server', () => {
  it('go one after the other', async () => {
    const { standIn, connection } = open();
    const answers = await Promise.all(['3', '0', '1'].map((sql) => run(connection, sql, [], 5)));
    expect(answers.map((rows) => rows.length)).to.deep.equal([3, 0, 1]);
    expect(standIn.started).to.deep.equal(['3', '0', '1']);
  });

  it('go on after one that failed', async () => {
    const { connection } = open();
    const [failed, next] = await Promise.allSettled([run(connection, '1!', [], 5), run(connection, '2', [], 5)]);
    expect(failed).to.include({ status: 'rejected' });
    expect(next).to.include({ status: 'fulfilled' });
  });

  it('are cancelled when they take too long', async () => {
    const { standIn, connection } = open();
    const error = await run(connection, 'silent', [], 0.02).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(RequestError).with.property('code', 'ETIMEOUT');
    expect(standIn.cancelled).to.equal(1);
    expect(await run(connection, '1', [], 5)).to.have.length(1);
  });

  it('stream rows in order, holding few of them while nobody reads', async () => {
    const { standIn, connection } = open();
    const rows: string[] = [];
    for await (const [value] of stream(connection, '5000', [], 5)) {
      rows.push(value ?? '');
      if (rows.length === 10) await wait(30);
      expect(standIn.given - rows.length).to.be.at.most(1000);
    }
    expect(rows).to.deep.equal(Array.from({ length: 5000 }, (_, index) => `${index}`));
  });

  it('end with a stream that is left early', async () => {
    const { standIn, connection } = open();
    for await (const row of stream(connection, 'endless', [], 5)) {
      expect(row).to.deep.equal(['0']);
      break;
    }
    expect(standIn.cancelled).to.equal(1);
    expect(await run(connection, '1', [], 5)).to.have.length(1);
  });

  it('fail a stream that fails, after its rows, and one that is silent for too long', async () => {
    const { connection } = open();
    const seen: Row[] = [];
    const failing = async () => {
      for await (const row of stream(connection, '700!', [], 5)) seen.push(row);
    };
    expect(await failing().catch((error: unknown) => error)).to.be.instanceOf(Error).with.property('message', 'broken');
    expect(seen).to.have.length(700);
    const silent = await collect(stream(connection, 'silent', [], 0.02)).catch((error: unknown) => error);
    expect(silent).to.be.instanceOf(RequestError).with.property('code', 'ETIMEOUT');
    expect(await collect(stream(connection, '0', [], 5))).to.deep.equal([]);
  });
});
