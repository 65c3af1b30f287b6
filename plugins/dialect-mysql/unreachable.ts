import { BootError } from 'jackfield';

/** What went wrong, by the codes of the server and of Node. */
const causes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the host is not known',
  EAI_AGAIN: 'the name of the host cannot be resolved at the moment',
  ECONNRESET: 'the connection was cut',
  PROTOCOL_CONNECTION_LOST: 'the connection was cut',
  ETIMEDOUT: 'there was no answer in time',
  EHOSTUNREACH: 'there is no way to the host',
  ER_ACCESS_DENIED_ERROR: 'the password is wrong, or the login is refused',
  ER_DBACCESS_DENIED_ERROR: 'the login may not use the database',
  ER_BAD_DB_ERROR: 'there is no such database',
  ER_CON_COUNT_ERROR: 'the server has too many connections already',
  HANDSHAKE_NO_SSL_SUPPORT: 'the server does not support TLS',
};

/** The error for the integrator: what was tried, without the password, and why it failed. */
export function unreachable(url: string, error: unknown): BootError {
  const { code = '', message = 'the reason is unknown' } = error as { readonly code?: string; readonly message?: string };
  return new BootError(`MySQL cannot be reached: ${attempt(url)}: ${causes[code] ?? message}${code && ` (${code})`}.`, { cause: error });
}

function attempt(url: string): string {
  try {
    const { hostname, port, pathname, username } = new URL(url);
    return `database "${decodeURIComponent(pathname.slice(1))}" at ${hostname}:${port || '3306'} as "${decodeURIComponent(username)}"`;
  } catch {
    // The URL holds a password and is not shown, not even where it is broken.
    return '`database.url` is not a valid URL';
  }
}
