import { BootError } from 'jackfield';
import { Client } from 'pg';

/** What went wrong, by the codes of the server and of Node. */
const causes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the host is not known',
  EAI_AGAIN: 'the name of the host cannot be resolved at the moment',
  ECONNRESET: 'the connection was cut',
  ETIMEDOUT: 'there was no answer in time',
  EHOSTUNREACH: 'there is no way to the host',
  '28P01': 'the password is wrong',
  '28000': 'the login is refused',
  '3D000': 'there is no such database',
  '53300': 'the server has too many connections already',
  '57P03': 'the server is starting up or shutting down',
};

/** The error for the integrator: what was tried, without the password, and why it failed. */
export function unreachable(url: string, error: unknown): BootError {
  const { code = '', message = 'the reason is unknown' } = error as { readonly code?: string; readonly message?: string };
  const cause = causes[code] ?? (/timeout|timed out/i.test(message) ? causes['ETIMEDOUT'] : message);
  return new BootError(`PostgreSQL cannot be reached: ${attempt(url)}: ${cause}${code && ` (${code})`}.`, { cause: error });
}

function attempt(url: string): string {
  try {
    const { host, port, database, user } = new Client({ connectionString: url });
    return `database "${database}" at ${host}:${port} as "${user}"`;
  } catch {
    // The URL holds a password and is not shown, not even where it is broken.
    return '`database.url` is not a valid URL';
  }
}
