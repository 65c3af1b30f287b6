import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { createClient, type ClientQuery } from '../../core/testing/testing.js';
import { groupCases, aggregateCases } from '../../core/testing/cases/aggregates.js';
import { functionCases } from '../../core/testing/cases/functions.js';
import { operatorCases } from '../../core/testing/cases/operators.js';
import { orderCases } from '../../core/testing/cases/orders.js';
import { observatoryMirror } from '../../core/testing/observatory.js';
import { forEachObservatory, type ObservatoryServer } from './observatory-server.js';

const token = 'token-of-a-server-in-another-time-zone';
const root = fileURLToPath(new URL('../..', import.meta.url));

/** A server in a process of its own, which lives half an hour off. */
async function startElsewhere(url: string, timeZone: string): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const child = spawn(process.execPath, ['--import=tsx', '--conditions=jackfield-source', 'core/main.ts', 'start', url, '--port', '0'], {
    cwd: root,
    env: {
      ...process.env, TZ: timeZone, ADMIN_TOKEN: token, LOG_LEVEL: 'error',
      JACKFIELD_MIRROR__RELATIONS: JSON.stringify(observatoryMirror.relations),
      // Its tables would be made among the owner's.
      JACKFIELD_PLUGINS__SYSTEM: 'false',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const address = await new Promise<string>((resolve, reject) => {
    const read = (piece: Buffer): void => {
      output += piece.toString();
      const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(output) ?? [];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', () => reject(new Error(`The server did not start.\n${output}`)));
  });
  return {
    url: address,
    async stop() {
      child.removeAllListeners('exit');
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** Settings that show in how PostgreSQL writes values. */
const settings = {
  timezone: 'Asia/Kathmandu', datestyle: 'SQL, DMY', intervalstyle: 'iso_8601', extra_float_digits: '-5', bytea_output: 'escape',
};

async function changeSettings({ dialect, database }: ObservatoryServer, set: (name: string, value: string) => string): Promise<void> {
  if (dialect !== 'postgres') return;
  const name = new URL(database.url).pathname.slice(1);
  await database.run(Object.entries(settings).map(([setting, value]) => `alter database ${name} ${set(setting, value)};`).join('\n'));
}

/** Whatever has to do with moments, numbers and bytes. */
function* requests(): Generator<readonly [path: string, query: ClientQuery]> {
  yield ['/items/telescopes', { fields: '*.*' }];
  yield ['/items/observatories', { fields: '*.*.*' }];
  yield ['/items/observations', { fields: '*' }];
  for (const [call] of Object.values(functionCases).flat()) {
    if (!call.includes('filters')) yield ['/items/telescopes', { fields: `id,${call}` }];
  }
  for (const [sort] of orderCases) yield ['/items/telescopes', { fields: 'id', sort }];
  for (const [query] of [...groupCases, ...Object.values(aggregateCases).flat()]) yield ['/items/telescopes', query];
  for (const operator of ['_eq', '_lt', '_gte', '_in', '_between'] as const) {
    for (const [field, value] of operatorCases[operator]) {
      yield ['/items/telescopes', { fields: 'id', filter: { [field]: { [operator]: value } } }];
    }
  }
}

forEachObservatory('the time zone of the process and the settings of the database', (server) => {
  let elsewhere: Awaited<ReturnType<typeof startElsewhere>> | undefined;

  before(async function () {
    this.timeout(60_000);
    await changeSettings(server, (name, value) => `set ${name} to '${value}'`);
    elsewhere = await startElsewhere(server.database.url, 'America/St_Johns');
  });
  after(async () => {
    await elsewhere?.stop();
    await changeSettings(server, (name) => `reset ${name}`);
  });

  it('change no answer', async () => {
    const client = createClient(elsewhere!.url, token);
    for (const [path, query] of requests()) {
      const [there, here] = await Promise.all([client.get(path, query), server.client.get(path, query)]);
      expect(there.text, `${path} ${JSON.stringify(query)}`).to.equal(here.text);
    }
  });
});
