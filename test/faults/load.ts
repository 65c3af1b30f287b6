import { setTimeout as wait } from 'node:timers/promises';
import type { Answer, Client } from 'jackfield/testing';
import { order, type Acknowledged } from './shop.js';

/** What became of a request. */
export interface Outcome {
  readonly what: string;
  readonly startedAt: number;
  readonly milliseconds: number;
  /** null where there was no answer at all. */
  readonly answer: Answer | null;
}

/** Clients that read, create, update and write nested items at a steady pace. */
export interface Load {
  readonly outcomes: readonly Outcome[];
  /** Of every question whether the server is healthy, which goes on beside the load. */
  readonly health: readonly Outcome[];
  readonly acknowledged: Acknowledged;
  /** Ends it when every client has its last answer. */
  stop(): Promise<void>;
}

const clients = 16;

/** So many that a load ends by itself. */
const mostRequests = 400;

const paceMilliseconds = 60;

let loads = 0;

/** Sends a request, and notes what becomes of it. */
export async function ask(what: string, request: () => Promise<Answer>): Promise<Outcome> {
  const startedAt = Date.now();
  const answer = await request().catch(() => null);
  return { what, startedAt, milliseconds: Date.now() - startedAt, answer };
}

const isDone = (answer: Answer | null): answer is Answer => answer?.status === 200;

/** Starts a load. References of orders are never used again. */
export function startLoad(client: Client): Load {
  loads += 1;
  const load = loads;
  const outcomes: Outcome[] = [];
  const health: Outcome[] = [];
  const orders = new Set<string>();
  const counters = new Map<number, { acknowledged: number; sent: number }>();
  const end = new AbortController();

  async function note(into: Outcome[], what: string, request: () => Promise<Answer>): Promise<Answer | null> {
    const outcome = await ask(what, request);
    into.push(outcome);
    return outcome.answer;
  }

  async function run(number: number): Promise<void> {
    const mine: { id: number; reference: string; lineCount: number }[] = [];
    for (let turn = 0; turn < mostRequests && !end.signal.aborted; turn += 1) {
      // Not all of them do the same at the same time.
      switch ((turn + number) % 6) {
        case 0:
        case 1:
          await note(outcomes, 'read products', () => client.get('/items/products', { limit: 20, sort: ['name'] }));
          break;
        case 2: {
          const reference = `load ${load} client ${number} turn ${turn}`;
          const lineCount = turn % 4;
          const answer = await note(outcomes, 'create an order', () => client.post('/items/orders?fields=id', order(reference, lineCount)));
          if (!isDone(answer)) break;
          orders.add(reference);
          mine.push({ id: (answer.body as { data: { id: number } }).data.id, reference, lineCount });
          break;
        }
        case 3: {
          const counter = counters.get(number) ?? { acknowledged: 0, sent: 0 };
          counters.set(number, counter);
          const value = turn + load * mostRequests;
          counter.sent = value;
          const answer = await note(outcomes, 'update a counter', () => client.patch(`/items/counters/${number}`, { value }));
          if (isDone(answer)) counter.acknowledged = value;
          break;
        }
        case 4:
          await note(outcomes, 'read orders', () => (
            client.get('/items/orders', { fields: ['reference', 'lines.number'], limit: 10, sort: ['-id'] })));
          break;
        case 5: {
          const last = mine.pop();
          if (last === undefined) break;
          const { id, reference, lineCount } = last;
          const number = lineCount + 1;
          const change = { line_count: number, lines: { create: [{ number, product_id: 1 }] } };
          // Without an answer it is not known how many lines it has: it is left alone then.
          const answer = await note(outcomes, 'add a line', () => client.patch(`/items/orders/${id}`, change));
          if (isDone(answer)) mine.push({ id, reference, lineCount: number });
          break;
        }
      }
      await wait(paceMilliseconds);
    }
  }

  async function watch(): Promise<void> {
    while (!end.signal.aborted) {
      await note(health, 'health', () => client.as(null).get('/server/health'));
      await wait(100);
    }
  }

  const running = [...Array.from({ length: clients }, (_, index) => run(index + 1)), watch()];
  return {
    outcomes, health, acknowledged: { orders, counters },
    async stop() {
      end.abort();
      await Promise.all(running);
    },
  };
}

/** Words of SQL, of the driver and of its database that no client may read. */
const inner = /select|insert|constraint|relation|postgres|ECONN|terminat|pg_|knex|lock|deadlock|canceling|connection|\bat .*\.[jt]s/i;

/**
 * What is wrong with the answers: anything but a success, or `SERVICE_UNAVAILABLE` with `Retry-After` in words that tell nothing of the
 * inside.
 */
export function faultsOf(outcomes: readonly Outcome[]): string[] {
  return outcomes.flatMap(({ what, answer }) => {
    if (answer === null) return [`${what}: no answer`];
    if (answer.status === 200 || answer.status === 204) return [];
    const code = (answer.body as { errors?: { extensions?: { code?: string } }[] } | undefined)?.errors?.[0]?.extensions?.code;
    if (answer.status !== 503 || code !== 'SERVICE_UNAVAILABLE') return [`${what}: ${answer.status} ${answer.text}`];
    if (!/^\d+$/.test(answer.headers.get('retry-after') ?? '')) return [`${what}: no Retry-After`];
    return inner.test(answer.text) ? [`${what}: ${answer.text}`] : [];
  });
}

export function slowest(outcomes: readonly Outcome[]): number {
  return Math.max(...outcomes.map(({ milliseconds }) => milliseconds));
}

export function statusesOf(outcomes: readonly Outcome[]): Set<number | null> {
  return new Set(outcomes.map(({ answer }) => answer?.status ?? null));
}

/** The outcomes of requests that were sent in a span of time. */
export function sentBetween(outcomes: readonly Outcome[], from: number, to: number): Outcome[] {
  return outcomes.filter(({ startedAt }) => startedAt >= from && startedAt < to);
}
