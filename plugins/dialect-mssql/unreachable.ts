import { BootError } from 'jackfield';
import type { ConnectionConfiguration } from 'tedious';

/** What went wrong, by the codes of the driver and of Node. */
const causes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the host is not known',
  EAI_AGAIN: 'the name of the host cannot be resolved at the moment',
  ECONNRESET: 'the connection was cut',
  ETIMEDOUT: 'there was no answer in time',
  ETIMEOUT: 'there was no answer in time',
  EHOSTUNREACH: 'there is no way to the host',
  EINSTLOOKUP: 'the SQL Server Browser does not know the instance, or does not answer',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is signed by itself. `trustServerCertificate=true` in the URL takes any certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate is not trusted. `trustServerCertificate=true` in the URL takes any certificate',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host. `trustServerCertificate=true` in the URL takes any certificate',
};

/** The error for the integrator: what was tried, without the password, and why it failed. */
export function unreachable({ server, options, authentication }: ConnectionConfiguration, error: unknown): BootError {
  const codes = chain(error).map(({ code }) => code).filter((code): code is string => typeof code === 'string');
  const known = codes.toReversed().find((code) => code in causes);
  const { userName } = (authentication?.options ?? {}) as { readonly userName?: string };
  const place = options?.instanceName === undefined ? `${server}:${options?.port ?? 1433}` : `${server}\\${options.instanceName}`;
  const login = userName === undefined ? '' : ` as "${userName}"`;
  const cause = known === undefined ? (error as Error).message.replace(/\.$/, '') : `${causes[known]} (${known})`;
  return new BootError(`SQL Server cannot be reached: database "${options?.database ?? ''}" at ${place}${login}: ${cause}.`, { cause: error });
}

interface Link {
  readonly code?: unknown;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

/** An error, and those that led to it. */
function chain(error: unknown): readonly Link[] {
  if (typeof error !== 'object' || error === null) return [];
  const link: Link = error;
  const { cause, errors = [] } = link;
  return [link, ...chain(cause), ...errors.flatMap(chain)];
}
