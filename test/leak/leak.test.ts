import { expect } from 'chai';
import { parseQuery } from '../../core/query/parse.js';
import type { Client } from '../../core/testing/testing.js';
import { choicesFrom, type Choices } from '../parity/choices.js';
import { difference } from '../parity/compare.js';
import { cover, type Coverage } from '../parity/coverage.js';
import { generateRequest, type RawRequest } from '../parity/generate-query.js';
import { reduce } from '../parity/reduce.js';
import { requestsFor } from '../parity/request.js';
import { dialectNames, type EmbeddedName } from '../support/databases.js';
import { coverPolicies, leakGaps, leakReport } from './leak-coverage.js';
import { defects, forgetting, type Defect } from './defects.js';
import { generateProbe, type Way } from './generate-probe.js';
import { buildLeakStage, type LeakStage } from './leak-stage.js';

const seed = Number(process.env['LEAK_SEED'] ?? Math.floor(Math.random() * 1_000_000_000));
const runs = Number(process.env['LEAK_RUNS'] ?? 240);
const databases = 6;

/** What finds out that a place was forgotten. */
const aims: Readonly<Partial<Record<Defect, Way>>> = {
  'filter': 'filter', 'search': 'search', 'sort': 'sort', 'aggregate': 'aggregate', 'nested list': 'to many', 'relation': 'to one',
};

/** What of an answer is compared. */
interface Given {
  readonly status: number;
  readonly body: unknown;
}

describe(`generated policies (LEAK_SEED=${seed})`, function () {
  this.timeout(600_000);
  const coverage: Coverage = new Map();
  const stages: LeakStage[] = [];
  const kept: { readonly stage: LeakStage; readonly request: RawRequest }[] = [];
  after(async () => {
    for (const stage of stages) await stage.stop();
  });

  for (const [number, choices] of choicesFrom(seed, databases).entries()) {
    describe(`database ${number + 1}`, () => {
      let stage: LeakStage;
      before(async () => {
        stage = await buildLeakStage(choices);
        stages.push(stage);
        coverPolicies(coverage, stage);
      });

      it('answers what a copy of the permitted rows and fields gives', async () => {
        const failures: string[] = [];
        for (let run = 0; run < runs / databases; run++) {
          // Of four requests one may name what is hidden, and one aims at hidden values.
          const world = run % 4 === 2 ? stage.world : stage.shownWorld;
          const request = run % 4 === 3 ? generateProbe(choices, stage) : generateRequest(choices, world);
          if (namesPlainKey(stage, request)) continue;
          if (world === stage.shownWorld) cover(coverage, parsed(stage, request), world.schema);
          const failure = await firstFailure(stage, request);
          if (failure === null) kept.push({ stage, request });
          else failures.push(await explained(stage, request, failure));
        }
        expect(failures.join('\n\n')).to.equal('');
      });
    });
  }

  describe('the suite itself', () => {
    it('covers every part of the query language and every kind of policy', () => {
      process.stdout.write(leakReport(coverage));
      expect(leakGaps(coverage)).to.deep.equal([]);
    });

    for (const defect of defects) {
      it(`would notice: ${defect}`, async () => {
        const [more] = choicesFrom(seed + 1, 1) as [Choices];
        let isNoticed = false;
        for (const stage of stages) {
          const server = await stage.again(forgetting(defect));
          const probes = Array.from({ length: 100 }, () => generateProbe(more, stage, aims[defect]));
          const safe = probes.filter((request) => !namesPlainKey(stage, request));
          for (const request of [...kept.flatMap((each) => (each.stage === stage ? [each.request] : [])), ...safe]) {
            isNoticed ||= await differenceOn(stage, request, 'sqlite', server.client.as('limited')) !== null;
            if (isNoticed) break;
          }
          await server.stop();
          if (isNoticed) break;
        }
        expect(isNoticed).to.equal(true);
      });
    }
  });
});

/** Contract: a field shows that it is a relation, though nothing of what it leads to may be seen. */
function namesPlainKey({ plainKeys }: LeakStage, request: RawRequest): boolean {
  const text = JSON.stringify(request);
  return plainKeys.some((name) => text.includes(name));
}

function parsed({ limits }: LeakStage, { collection, key, keys, query }: RawRequest) {
  return parseQuery(query, { collection, key, keys, representation: 'rest', limits, source: 'body' });
}

async function firstFailure(stage: LeakStage, request: RawRequest): Promise<string | null> {
  for (const dialect of dialectNames) {
    const found = await differenceOn(stage, request, dialect);
    if (found !== null) return `${dialect}: ${found}`;
  }
  return null;
}

/** Where the limited user's answer differs from that of the copy. */
async function differenceOn(
  { servers }: LeakStage, request: RawRequest, dialect: EmbeddedName, limited: Client = servers[dialect].limited,
): Promise<string | null> {
  const { copied } = servers[dialect];
  const [http] = requestsFor(request, null).toReversed();
  if (!http) return null;
  const [expected, given] = await Promise.all([ask(copied, http), ask(limited, http)]);
  if (expected.status !== given.status) return `the status is ${given.status} ${JSON.stringify(given.body)}, of the copy ${expected.status} ${JSON.stringify(expected.body)}`;
  return difference(expected.body, given.body, 'answer');
}

async function ask(client: Client, { method, url, body }: { readonly method: string; readonly url: string; readonly body: string | null }): Promise<Given> {
  const init = body === null ? {} : { body, headers: { 'Content-Type': 'application/json' } };
  const answer = await client.send(method, url, init);
  return { status: answer.status, body: answer.body ?? answer.text };
}

/** The failure, made as small as it stays one. */
async function explained(stage: LeakStage, request: RawRequest, failure: string): Promise<string> {
  const fails = async (query: RawRequest['query']): Promise<boolean> => {
    const found = await firstFailure(stage, { ...request, query }).catch(() => null);
    return found !== null && found.includes('the status is') === failure.includes('the status is');
  };
  const smallest = { ...request, query: await reduce(request.query, fails) };
  const policies = JSON.stringify(Object.values(stage.policies).flat().filter(({ collection }) => collection === request.collection));
  return `${await firstFailure(stage, smallest)}\n  ${JSON.stringify(smallest)}\n  policies: ${policies}\n  made from: ${failure.slice(0, 500)}`;
}
