import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

/** How a command ended, and what it wrote. */
export interface CommandOutcome {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs `jackfield` from source in a process of its own. */
export async function runCommand(texts: readonly string[], { directory, input = '' }: { readonly directory: string; readonly input?: string }): Promise<CommandOutcome> {
  const main = [`--import=${import.meta.resolve('tsx')}`, '--conditions=jackfield-source', resolve('core/main.ts')];
  const child = spawn(process.execPath, [...main, ...texts], { cwd: directory, env: { PATH: process.env['PATH'] } });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => { output += chunk.toString(); });
  child.stderr.on('data', (chunk: Buffer) => { errors += chunk.toString(); });
  child.stdin.on('error', () => undefined).end(input);
  const [code] = await once(child, 'close') as [number | null];
  return { code, output, errors };
}
