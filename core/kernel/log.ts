import { pino, type Logger } from 'pino';

/** A structured log. `child` names a part of it. */
export type Log = Logger;

/** How much is logged, from most to least. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** What never reaches the log, wherever it stands in a logged object up to three levels deep. */
const secretNames = ['password', 'token', 'secret', 'authorization', 'cookie', 'access_token', 'refresh_token', 'DATABASE_URL'];
const redacted = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/**
 * Makes the log of a process: one JSON object a line, on standard error so that a command's answer can be piped.
 */
export function createLog({ level }: { readonly level: (typeof logLevels)[number] }): Log {
  return pino({ level, base: null, redact: { paths: redacted, censor: '[redacted]' }, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ dest: 2, sync: true }));
}
