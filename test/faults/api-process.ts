import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ConfigInput } from 'jackfield';
import { createClient, testToken, type Client } from 'jackfield/testing';
import { shopMirror } from './shop.js';

/** Jackfield in a process of its own, which can be ended as an operator, or the kernel, would. */
export interface ApiProcess {
  readonly url: string;
  readonly client: Client;
  /** What was logged as a bug so far. */
  bugs(): string[];
  /** Sends a signal, and waits for the end. Gives the exit code; null where the signal ended it. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
}

/** Starts the `jackfield` command on a database, with short time limits, so that tests do not take long. */
export async function startApi(databaseUrl: string, database: ConfigInput['database'] = {}): Promise<ApiProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'jackfield-faults-'));
  const config: ConfigInput = {
    database: { lockTimeoutSeconds: 1, acquireTimeoutSeconds: 4, ...database },
    admin: { token: testToken },
    mirror: shopMirror,
    plugins: { server: { healthTimeoutSeconds: 1 } },
    log: { level: 'warn', pretty: false },
  };
  await writeFile(join(folder, 'jackfield.config.json'), JSON.stringify(config));
  const main = [`--import=${import.meta.resolve('tsx')}`, '--conditions=jackfield-source', resolve('core/main.ts')];
  const texts = [...main, 'start', databaseUrl, '--port', '0'];
  const child = spawn(process.execPath, texts, { cwd: folder, env: { PATH: process.env['PATH'] } });
  let logged = '';
  child.stderr.on('data', (chunk: Buffer) => { logged += chunk.toString(); });
  const url = await untilListening(child).catch((error: unknown) => {
    throw new Error(`Jackfield did not start: ${logged}`, { cause: error });
  });
  return {
    url,
    client: createClient(url, testToken),
    bugs: () => logged.split('\n').filter((line) => /"level":(?:50|60)/.test(line)),
    async end(signal) {
      const exit = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null;
      child.kill(signal);
      await exit;
      await rm(folder, { recursive: true, force: true });
      return child.exitCode;
    },
  };
}

function untilListening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const url = /at (http:\/\/\S+)\n/.exec(output)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.once('close', () => reject(new Error(output)));
  });
}
