import { expect } from 'chai';
import { parseQuery } from '../../core/query/parse.js';
import type { Client } from '../../core/testing/testing.js';
import { choicesFrom, type Choices } from '../parity/choices.js';
import { difference } from '../parity/compare.js';
import { cover, type Coverage } from '../parity/coverage.js';
import { generatePairedRead } from '../parity/generate-graphql.js';
import { generateRequest, type RawRequest } from '../parity/generate-query.js';
import { reduce } from '../parity/reduce.js';
import { requestsFor } from '../parity/request.js';
import { dialectNames, type EmbeddedName } from '../support/databases.js';
import { coverPolicies, leakGaps, leakReport } from './leak-coverage.js';
import { defects, forgetting, type Defect } from './defects.js';
import { generateProbe, type Way } from './generate-probe.js';
import { graphqlProbe, type GraphQLRead } from './graphql-probe.js';
import { buildLeakStage, type LeakStage } from './leak-stage.js';

const seed = Number(process.env['LEAK_SEED'] ?? Math.floor(Math.random() * 1_000_000_000));
const runs = Number(process.env['LEAK_RUNS'] ?? 35);
const databases = 3;

/** Of the databases that are the same in every run: what the suite says of itself must not depend on luck. */
const ownSeed = 14;
const ownDatabases = 4;

/** What finds out that a place was forgotten. */
const aims: Readonly<Partial<Record<Defect, Way>>> = {
  'filter': 'filter', 'search': 'search', 'sort': 'sort', 'aggregate': 'aggregate', 'nested list': 'to many', 'count': 'count', 'relation': 'to one',
};

/** What of GraphQL has to occur. */
const wantedKinds: readonly string[] = [
  'm2o 1 deep', 'm2o 2 deep', 'o2m 1 deep', 'o2m 2 deep', 'function count', 'function year', 'filter', 'sort', 'limit', 'groups', 'one group', 'aggregate sum', 'groups 1 deep', 'a probe',
];

/** What of an answer is compared. */
interface Given {
  readonly status: number;
  readonly body: unknown;
}

/** Something that a limited user and a reader of the copy are both asked for. */
interface Read {
  readonly ask: (client: Client) => Promise<Given>;
  /** For people. */
  readonly text: string;
}

describe(`generated policies (LEAK_SEED=${seed})`, function () {
  this.timeout(600_000);
  const coverage: Coverage = new Map();
  const graphqlKinds = new Map<string, number>();
  const stages: LeakStage[] = [];
  const ownStages: LeakStage[] = [];
  const kept: { readonly stage: LeakStage; readonly read: Read }[] = [];
  after(async () => {
    for (const stage of stages) await stage.stop();
  });

  const sources = [
    ...choicesFrom(ownSeed, ownDatabases).map((choices) => ({ choices, isOwn: true })),
    ...choicesFrom(seed, databases).map((choices) => ({ choices, isOwn: false })),
  ];
  for (const [number, { choices, isOwn }] of sources.entries()) {
    describe(`database ${number + 1}`, () => {
      let stage: LeakStage;
      before(async () => {
        stage = await buildLeakStage(choices);
        stages.push(stage);
        if (isOwn) ownStages.push(stage);
        coverPolicies(coverage, stage);
      });

      it('answers what a copy of the permitted rows and fields gives', async () => {
        const failures: string[] = [];
        for (let run = 0; run < runs; run += 1) {
          // Of four requests one may name what is hidden, and one aims at hidden values.
          const world = run % 4 === 2 ? stage.world : stage.shownWorld;
          const request = run % 4 === 3 ? generateProbe(choices, stage) : generateRequest(choices, world);
          if (namesPlainKey(stage, request)) continue;
          if (world === stage.shownWorld) cover(coverage, parsed(stage, request), world.schema);
          const failure = await firstFailure(stage, restRead(request));
          if (failure === null) kept.push({ stage, read: restRead(request) });
          else failures.push(await explained(stage, request, failure));
        }
        expect(failures.join('\n\n')).to.equal('');
      });

      it('answers the same by GraphQL', async () => {
        const failures: string[] = [];
        for (let run = 0; run < runs; run += 1) {
          const read = run % 3 === 2 ? graphqlProbeOf(generateProbe(choices, stage), stage) : pairedRead(choices, stage, graphqlKinds);
          if (!read) continue;
          if (run % 3 === 2) graphqlKinds.set('a probe', (graphqlKinds.get('a probe') ?? 0) + 1);
          const failure = await firstFailure(stage, read);
          if (failure === null) kept.push({ stage, read });
          else failures.push(`${failure}\n  ${read.text}\n  policies: ${JSON.stringify(stage.policies)}`);
        }
        expect(failures.slice(0, 3).join('\n\n')).to.equal('');
      });
    });
  }

  describe('the suite itself', () => {
    it('covers every part of the query language and every kind of policy', () => {
      process.stdout.write(leakReport(coverage));
      expect(leakGaps(coverage)).to.deep.equal([]);
    });

    it('covers what GraphQL asks for, with more answers than refusals', async () => {
      process.stdout.write(`      ${[...graphqlKinds].map(([kind, count]) => `${kind} ${count}`).join(', ')}\n`);
      expect(wantedKinds.filter((kind) => !graphqlKinds.has(kind))).to.deep.equal([]);
      const asked = kept.filter(({ read }) => isGraphQL(read.text)).slice(0, 40);
      const answers = await Promise.all(asked.map(({ stage, read }) => read.ask(stage.servers.sqlite.limited)));
      expect(answers.filter(({ body }) => !(body as { errors?: unknown }).errors).length).to.be.above(asked.length / 2);
    });

    for (const defect of defects) {
      it(`would notice: ${defect}`, async () => {
        const [more] = choicesFrom(ownSeed + 1, 1) as [Choices];
        const unnoticed = new Set(['REST', 'GraphQL']);
        for (const stage of ownStages) {
          const server = await stage.again(forgetting(defect));
          const limited = server.client.as('limited');
          const probes = Array.from({ length: 100 }, () => generateProbe(more, stage, aims[defect]));
          const safe = probes.filter((request) => !namesPlainKey(stage, request));
          const own = kept.flatMap((each) => (each.stage === stage ? [each.read] : []));
          const rest = [...own.filter(({ text }) => !isGraphQL(text)), ...safe.map(restRead)];
          const graphql = [...own.filter(({ text }) => isGraphQL(text)), ...safe.flatMap((probe) => graphqlProbeOf(probe, stage) ?? [])];
          for (const [route, reads] of [['REST', rest], ['GraphQL', graphql]] as const) {
            for (const read of unnoticed.has(route) ? reads : []) {
              if (await differenceOn(stage, read, 'sqlite', limited) === null) continue;
              unnoticed.delete(route);
              break;
            }
          }
          await server.stop();
          if (unnoticed.size === 0) break;
        }
        expect([...unnoticed]).to.deep.equal([]);
      });
    }
  });
});

function restRead(request: RawRequest): Read {
  const [http] = requestsFor(request, null).toReversed();
  if (!http) throw new Error('There is no request for it.');
  const { method, url, body } = http;
  return {
    text: JSON.stringify(request),
    async ask(client) {
      const answer = await client.send(method, url, body === null ? {} : { body, headers: { 'Content-Type': 'application/json' } });
      return { status: answer.status, body: answer.body ?? answer.text };
    },
  };
}

function graphqlRead({ document: query, variables }: GraphQLRead): Read {
  return {
    text: `GraphQL ${query} ${JSON.stringify(variables)}`,
    async ask(client) {
      const { status, body } = await client.post('/graphql', { query, variables });
      return { status, body };
    },
  };
}

function isGraphQL(text: string): boolean {
  return text.startsWith('GraphQL ');
}

function graphqlProbeOf(probe: RawRequest, { shownWorld }: LeakStage): Read | null {
  const read = graphqlProbe(probe, shownWorld.schema);
  return read && graphqlRead(read);
}

function pairedRead(choices: Choices, { shownWorld }: LeakStage, kinds: Map<string, number>): Read {
  const read = generatePairedRead(choices, shownWorld);
  for (const kind of read.kinds) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return graphqlRead(read);
}

/** Contract: a field shows that it is a relation, though nothing of what it leads to may be seen. */
function namesPlainKey({ plainKeys }: LeakStage, request: RawRequest): boolean {
  const text = JSON.stringify(request);
  return plainKeys.some((name) => text.includes(name));
}

function parsed({ limits }: LeakStage, { collection, key, keys, query }: RawRequest) {
  return parseQuery(query, { collection, key, keys, representation: 'rest', limits, source: 'body' });
}

async function firstFailure(stage: LeakStage, read: Read): Promise<string | null> {
  for (const dialect of dialectNames) {
    const found = await differenceOn(stage, read, dialect);
    if (found !== null) return `${dialect}: ${found}`;
  }
  return null;
}

/** Where the limited user's answer differs from that of the copy. */
async function differenceOn(
  { servers }: LeakStage, { ask }: Read, dialect: EmbeddedName, limited: Client = servers[dialect].limited,
): Promise<string | null> {
  const [expected, given] = await Promise.all([ask(servers[dialect].copied), ask(limited)]);
  if (expected.status !== given.status) return `the status is ${given.status} ${JSON.stringify(given.body)}, of the copy ${expected.status} ${JSON.stringify(expected.body)}`;
  return difference(expected.body, given.body, 'answer');
}

/** The failure, made as small as it stays one. */
async function explained(stage: LeakStage, request: RawRequest, failure: string): Promise<string> {
  const fails = async (query: RawRequest['query']): Promise<boolean> => {
    const found = await firstFailure(stage, restRead({ ...request, query })).catch(() => null);
    return found !== null && found.includes('the status is') === failure.includes('the status is');
  };
  const smallest = { ...request, query: await reduce(request.query, fails) };
  const policies = JSON.stringify(Object.values(stage.policies).flat().filter(({ collection }) => collection === request.collection));
  return `${await firstFailure(stage, restRead(smallest))}\n  ${JSON.stringify(smallest)}\n  policies: ${policies}\n  made from: ${failure.slice(0, 500)}`;
}
