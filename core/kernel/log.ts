import { pino, type Logger } from 'pino';
import { prettyLines } from './pretty.js';

/** A structured log. `child` names a part of it. */
export type Log = Logger;

/** How much is logged, from most to least. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** What never reaches the log, wherever it stands in a logged object up to three levels deep. */
const secretNames = ['password', 'token', 'secret', 'authorization', 'cookie', 'access_token', 'refresh_token', 'DATABASE_URL'];
const redacted = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** The `log` section of the config. */
export interface LogOptions {
  readonly level: (typeof logLevels)[number];
  /** Lines for people instead of JSON. Default: on a terminal only. */
  readonly pretty?: boolean;
}

/** Makes the log of a process. It goes to standard error, so that what a command answers can be piped. */
export function createLog({ level, pretty = process.stderr.isTTY }: LogOptions): Log {
  const destination = pretty ? prettyLines((text) => process.stderr.write(text)) : pino.destination({ dest: 2, sync: true });
  const redact = { paths: redacted, censor: '[redacted]' };
  return pino({ level, base: null, redact, timestamp: pino.stdTimeFunctions.isoTime }, destination);
}
