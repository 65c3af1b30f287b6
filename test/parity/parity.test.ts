import { expect } from 'chai';
import { parseQuery } from '../../core/query/parse.js';
import type { Query } from '../../core/query/query.js';
import { toSearchParams } from '../../core/query/serialise.js';
import type { TestServer } from '../../core/testing/testing.js';
import { availableDialects, dialectNames, type DialectName } from '../support/databases.js';
import { buildsEveryJson } from '../support/server-differences.js';
import { choicesFrom } from './choices.js';
import { difference } from './compare.js';
import { count, cover, gaps, report, wanted, type Coverage } from './coverage.js';
import { evaluate } from './evaluate.js';
import { generateRequest, type RawRequest } from './generate-query.js';
import { generateRefused } from './generate-refused.js';
import { reduce } from './reduce.js';
import { requestsFor, type HttpRequest } from './request.js';
import { buildStage, type Stage } from './stage.js';
import { defects, type World } from './world.js';

const seed = Number(process.env['PARITY_SEED'] ?? Math.floor(Math.random() * 1_000_000_000));
const runs = Number(process.env['PARITY_RUNS'] ?? 150);
const databases = 6;

/** What a server answered, as far as it is compared. */
interface Given {
  readonly status: number;
  readonly code: string | null;
  readonly meta: unknown;
  readonly data: unknown;
}

/** An answer with where it came from: `GET on sqlite`. */
interface Answered {
  readonly where: string;
  readonly method: string;
  readonly given: Given;
}

/** A request that was answered as it should be, with its answer. */
interface Kept {
  readonly query: Query;
  readonly world: World;
  readonly given: Given;
}

describe(`generated databases and queries (PARITY_SEED=${seed})`, function () {
  this.timeout(600_000);
  const coverage: Coverage = new Map();
  const kept: Kept[] = [];
  const stages: Stage[] = [];

  // Nothing may depend on where the process is. The databases are elsewhere again.
  const zone = process.env['TZ'];
  before(() => void (process.env['TZ'] = 'America/St_Johns'));
  after(async () => {
    for (const stage of stages) await stage.stop();
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  for (const [number, choices] of choicesFrom(seed, databases).entries()) {
    describe(`database ${number + 1}`, () => {
      let stage: Stage;

      before(async () => {
        stage = await buildStage(choices, dialectsOf(number));
        stages.push(stage);
      });

      it('is mirrored alike by every dialect', () => {
        const [first, ...others] = stage.schemas.map(outline);
        for (const other of others) expect(other).to.deep.equal(first);
      });

      it('answers what an evaluation in memory gives, on every database and by every route', async () => {
        const failures: string[] = [];
        for (let run = 0; run < runs / databases; run++) {
          const request = generateRequest(choices, stage.world);
          const query = parsed(stage, request);
          cover(coverage, query, stage.world.schema);
          const failure = await firstFailure(stage, request, (given) => kept.push({ query, world: stage.world, given }));
          if (failure !== null) failures.push(await explained(stage, request, failure));
        }
        expect(failures.join('\n\n')).to.equal('');
      });

      it('refuses on every database with the same status and code', async () => {
        const failures: string[] = [];
        for (let run = 0; run < runs / databases / 3; run++) {
          const request = generateRefused(choices, stage.world);
          count(coverage, 'refused');
          const answers = await allAnswers(stage, request, null);
          const told = new Set(answers.map(({ given }) => `${given.status} ${given.code}`));
          const isRefused = answers.every(({ given }) => given.status >= 400 && given.status < 500 && given.code !== null);
          if (told.size > 1 || !isRefused) {
            const lines = answers.map(({ where, given }) => `  ${where}: ${given.status} ${given.code}`);
            failures.push([JSON.stringify(request), ...lines].join('\n'));
          }
        }
        expect(failures.join('\n\n')).to.equal('');
      });
    });
  }

  describe('the suite itself', () => {
    it('covers every part of the query language', () => {
      process.stdout.write(report(coverage));
      expect(gaps(coverage)).to.deep.equal([]);
    });

    it('would notice what never occurred', () => {
      expect(gaps(new Map())).to.deep.equal(wanted);
    });

    for (const defect of defects) {
      it(`would notice: ${defect}`, () => {
        const noticed = kept.some(({ query, world, given }) => mismatch({ ...world, defect }, query, given) !== null);
        expect(noticed).to.equal(true);
      });
    }
  });

  async function firstFailure(stage: Stage, request: RawRequest, keep: (given: Given) => void): Promise<string | null> {
    const query = parsed(stage, request);
    for (const { where, given, method } of await allAnswers(stage, request, toSearchParams(query))) {
      count(coverage, `route ${method}`);
      if (request.key !== null && given.status === 403) count(coverage, 'key that is missing');
      const found = mismatch(stage.world, query, given);
      if (found !== null) return `${where}: ${found}`;
      keep(given);
    }
    return null;
  }

  /** The failure, made as small as it stays one. */
  async function explained(stage: Stage, request: RawRequest, failure: string): Promise<string> {
    const fails = async (query: RawRequest['query']): Promise<boolean> => {
      try {
        const found = await firstFailure(stage, { ...request, query }, () => {});
        return found !== null && kindOf(found) === kindOf(failure);
      } catch {
        return false;
      }
    };
    const smallest = { ...request, query: await reduce(request.query, fails) };
    return `${await firstFailure(stage, smallest, () => {})}\n  ${JSON.stringify(smallest)}\n  made from: ${failure}`;
  }
});

/** Every second database is on every server that there is, the others on those that tests bring along. */
function dialectsOf(number: number): readonly DialectName[] {
  return number % 2 === 0 ? availableDialects : dialectNames;
}

/** What kind of failure it is: a smaller request must not fail for another reason. */
function kindOf(failure: string): string {
  return failure.includes('the status is') ? failure.replace(/^[^:]*/, '') : 'another answer';
}

function parsed({ limits }: Stage, { collection, key, keys, query }: RawRequest): Query {
  return parseQuery(query, { collection, key, keys, representation: 'rest', limits, source: 'body' });
}

/** Where an answer differs from what an evaluation gives. */
function mismatch(world: World, query: Query, given: Given): string | null {
  const evaluation = evaluate(query, world);
  if (evaluation.status !== given.status) return `the status is ${given.status} ${given.code ?? ''}, expected ${evaluation.status}`;
  if (evaluation.status !== 200) return evaluation.code === given.code ? null : `the code is ${given.code}, expected ${evaluation.code}`;
  const expected: unknown = JSON.parse(JSON.stringify({ meta: evaluation.meta, data: evaluation.data }));
  return difference(expected, { meta: given.meta, data: given.data }, 'answer');
}

async function allAnswers(stage: Stage, request: RawRequest, canonical: string | null): Promise<readonly Answered[]> {
  // A server that is only like SQL Server may not write such letters as they are.
  const isSafe = buildsEveryJson || !/[\u0080-\uffff]/.test(JSON.stringify(request.query));
  const servers = [...stage.servers].filter(([dialect]) => dialect !== 'mssql' || isSafe);
  const asked = servers.flatMap(([dialect, server]) => requestsFor(request, canonical).map((http) => ({ dialect, server, http })));
  return Promise.all(asked.map(async ({ dialect, server, http }) => ({
    where: `${http.method} on ${dialect}`,
    method: http.method,
    given: await ask(server, http),
  })));
}

async function ask({ client }: TestServer, { method, url, body }: HttpRequest): Promise<Given> {
  const init = body === null ? {} : { body, headers: { 'Content-Type': 'application/json' } };
  const { status, body: answer } = await client.send(method, url, init);
  return { status, code: answer?.errors?.[0]?.extensions?.code ?? null, meta: answer?.meta ?? null, data: answer?.data };
}

/** What of a schema does not depend on the database. */
function outline({ collections }: World['schema']): unknown {
  return [...collections.values()].map(({ name, kind, key, fields, relations }) => ({
    name, kind, key,
    fields: [...fields.values()].map((field) => ({ name: field.name, type: field.type, scale: field.scale })),
    // Whether a database vouches for its foreign keys is its own affair: it changes how a key is read, and not what is answered.
    relations: [...relations.values()].map((relation) => Object.assign({}, relation, { isEnforced: null })),
  }));
}

