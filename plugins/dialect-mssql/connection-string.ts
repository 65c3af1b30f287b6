import { BootError } from 'jackfield';
import mssql from 'mssql';
import type { ConnectionConfiguration } from 'tedious';
import { urlPattern } from './location.js';

/**
 * Reads `mssql://user:password@host:port/database?encrypt=true`, also `sqlserver://`, or an ADO.NET connection string. The parameters of a URL
 * are the keys of a connection string, so that both can say the same; a named instance is `host\instance` in both.
 *
 * Connections are encrypted unless the string says otherwise, and the certificate is checked.
 *
 * @throws {BootError} for what cannot be read. The string is not shown, since it holds a password.
 */
export function parseConnectionString(url: string): ConnectionConfiguration {
  try {
    const text = urlPattern.test(url) ? fromUrl(url) : url;
    const pool = new mssql.ConnectionPool(text) as Pool;
    // oxlint-disable-next-line no-underscore-dangle -- this is where the package makes the driver's configuration
    const { server, options, authentication } = pool._config();
    if (typeof server !== 'string' || server === '') throw new Error('It names no server.');
    // The package takes what follows an empty value for the value.
    if (`${server}${options?.database ?? ''}`.includes(';')) throw new Error('A value is empty.');
    return {
      server,
      ...(authentication && { authentication }),
      // The package knows this word in small letters alone.
      options: { ...options, appName: 'jackfield', readOnlyIntent: readOnly.test(text) },
    };
  } catch (error) {
    const reason = error instanceof URIError || error instanceof TypeError ? 'It is no URL.' : (error as Error).message;
    throw new BootError(`\`database.url\` is no connection string of SQL Server. ${reason}`, { cause: error });
  }
}

const readOnly = /(?:^|;)\s*application\s*intent\s*=\s*"?readonly/i;

/** The package has a pool of its own, which is not used: it knows how to read the many forms of a connection string. */
type Pool = mssql.ConnectionPool & { _config(): ConnectionConfiguration };

/** A URL as a connection string. */
function fromUrl(url: string): string {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url.replace(urlPattern, 'mssql://'));
  const instance = searchParams.get('instance');
  const entries: [string, string][] = [
    ['Server', `${decodeURIComponent(hostname).replaceAll(/[[\]]/g, '')}${instance === null ? '' : `\\${instance}`}${port && `,${port}`}`],
    ['Database', decodeURIComponent(pathname.slice(1))],
    ['User Id', decodeURIComponent(username)],
    ['Password', decodeURIComponent(password)],
    ...[...searchParams].filter(([name]) => name !== 'instance').map(([name, value]): [string, string] => [keyOf(name), value]),
  ];
  return entries.filter(([, value]) => value !== '').map(([name, value]) => `${name}=${quoted(value)}`).join(';');
}

/** `trustServerCertificate` is `trust server certificate`; keys that are one word in a connection string stay one. */
function keyOf(name: string): string {
  const words = name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll(/[_-]/g, ' ').toLowerCase();
  return oneWord.has(words.replaceAll(' ', '')) ? words.replaceAll(' ', '') : words;
}

const oneWord = new Set(['trustservercertificate', 'multisubnetfailover', 'applicationintent']);

function quoted(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}
