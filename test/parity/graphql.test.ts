import { expect } from 'chai';
import type { TestServer } from '../../core/testing/testing.js';
import { availableDialects, dialectNames } from '../support/databases.js';
import { choicesFrom } from './choices.js';
import { difference } from './compare.js';
import { generatePairedRead, type PairedRead } from './generate-graphql.js';
import { buildStage, type Stage } from './stage.js';

const seed = Number(process.env['PARITY_SEED'] ?? Math.floor(Math.random() * 1_000_000_000));
const runs = Number(process.env['PARITY_RUNS'] ?? 200);
const databases = 2;

/** Of databases that are the same in every run, so that whether everything occurs is no luck. */
const ownSeed = 7;
const ownDatabases = 2;

/** What has to occur. */
const wanted: readonly string[] = [
  ...['m2o', 'o2m'].flatMap((kind) => [1, 2, 3].map((depth) => `${kind} ${depth} deep`)),
  ...['integer', 'bigInteger', 'decimal', 'string', 'boolean', 'date', 'timestamp', 'json'].map((type) => `field ${type}`),
  'function count', 'function year', 'filter', 'sort', 'limit', 'groups', 'one group', 'aggregate count', 'aggregate countAll', 'aggregate sum',
  'aggregate avg', 'aggregate min', 'aggregate max', 'groups 1 deep', 'groups 2 deep',
];

/** Servers of their own have no uuids: some databases are without them. */
describe(`GraphQL beside REST (PARITY_SEED=${seed})`, function () {
  this.timeout(600_000);
  const occurred = new Map<string, number>();
  const stages: Stage[] = [];
  after(async () => {
    for (const stage of stages) await stage.stop();
  });

  for (const [number, choices] of [...choicesFrom(ownSeed, ownDatabases), ...choicesFrom(seed, databases)].entries()) {
    it(`answers the same items and values, on every database (${number + 1})`, async () => {
      const stage = await buildStage(choices, number % 2 === 0 ? availableDialects : dialectNames);
      stages.push(stage);
      const failures: string[] = [];
      for (let run = 0; run < runs / (ownDatabases + databases); run += 1) {
        const read = generatePairedRead(choices, stage.world);
        for (const kind of read.kinds) occurred.set(kind, (occurred.get(kind) ?? 0) + 1);
        for (const [dialect, server] of stage.servers) {
          const failure = await mismatch(server, read);
          if (failure !== null) failures.push(`${dialect}: ${failure}\n  ${read.document}\n  ${JSON.stringify(read.variables)}\n  ${read.collection} ${JSON.stringify(read.body)}`);
        }
      }
      expect(failures.slice(0, 3).join('\n\n')).to.equal('');
    });
  }

  it('has met everything that GraphQL asks for', () => {
    process.stdout.write(`${[...occurred].map(([kind, count]) => `${kind}: ${count}`).join(', ')}\n`);
    expect(wanted.filter((kind) => !occurred.has(kind))).to.deep.equal([]);
  });

  it('would notice a value that differs', () => {
    expect(difference([{ id: '1' }], [{ id: 1 }])).not.to.equal(null);
  });
});

async function mismatch({ client }: TestServer, { collection, document, variables, body, expected }: PairedRead): Promise<string | null> {
  const rest = await client.search(`/items/${encodeURIComponent(collection)}`, { query: body });
  const graphql = await client.post('/graphql', { query: document, variables });
  const codes = (answer: typeof rest): unknown => answer.body?.errors?.[0]?.extensions?.code;
  if (rest.status !== 200) {
    return codes(rest) === codes(graphql) ? null : `REST refused with ${codes(rest) as string}, GraphQL said ${graphql.text.slice(0, 300)}`;
  }
  if (graphql.body?.errors) return `GraphQL refused: ${graphql.text.slice(0, 400)}`;
  return difference(JSON.parse(JSON.stringify(expected(rest.body.data))), graphql.body.data.read);
}
