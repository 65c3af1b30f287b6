import { readFileSync } from 'node:fs';
import { ApiError, textsOf, type ExternalPerson, type Log } from 'jackfield';
import { AndFilter, Client, EqualityFilter, InvalidCredentialsError, type Entry } from 'ldapts';
import type { DirectoryOptions } from './options.js';

/** Asks a directory who somebody is. */
export interface LdapDirectory {
  /**
   * Whoever has the name and the password; null for nobody.
   *
   * @throws {ApiError} `SERVICE_UNAVAILABLE` where the directory cannot be asked
   */
  recognise(identifier: string, password: string): Promise<ExternalPerson | null>;
}

/** Makes what asks the directory of the options. Each question has connections of its own, so that nobody is taken for another. */
export function createDirectory(options: DirectoryOptions, log: Log): LdapDirectory {
  const { url, startTls, caFile, timeoutSeconds, bindDn, bindPassword } = options;
  const ca = caFile === undefined ? undefined : readFileSync(caFile, 'utf8');
  const milliseconds = timeoutSeconds * 1000;

  async function connected<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
    const tlsOptions = ca === undefined ? {} : { ca };
    const client = new Client({ url, timeout: milliseconds, connectTimeout: milliseconds, ...(url.startsWith('ldaps:') && { tlsOptions }) });
    try {
      if (startTls) await client.startTLS(tlsOptions);
      return await work(client);
    } finally {
      await client.unbind().catch(() => undefined);
    }
  }

  async function find(identifier: string): Promise<Entry | null> {
    const { searchBase, searchScope, userAttribute, objectClass } = options;
    const { searchEntries } = await connected(async (client) => {
      if (bindDn !== '') await client.bind(bindDn, bindPassword);
      return client.search(searchBase, {
        scope: searchScope,
        // Values are written as they are, never as part of a filter's text.
        filter: new AndFilter({ filters: [
          new EqualityFilter({ attribute: 'objectClass', value: objectClass }), new EqualityFilter({ attribute: userAttribute, value: identifier }),
        ] }),
        attributes: attributesOf(options),
        sizeLimit: 2,
      });
    });
    // A name that two have is nobody's.
    return searchEntries.length === 1 ? (searchEntries[0] ?? null) : null;
  }

  async function hasPassword(entry: Entry, password: string): Promise<boolean> {
    try {
      await connected((client) => client.bind(entry.dn, password));
      return true;
    } catch (error) {
      if (error instanceof InvalidCredentialsError) return false;
      throw error;
    }
  }

  return {
    async recognise(identifier, password) {
      try {
        const entry = await find(identifier);
        return entry && await hasPassword(entry, password) ? personOf(entry, options) : null;
      } catch (cause) {
        // Also where the server's own account is refused: nobody can sign in then.
        log.error({ err: cause, url }, 'The directory could not be asked.');
        throw new ApiError('SERVICE_UNAVAILABLE', { reason: 'The directory cannot be asked.' }, { cause });
      }
    },
  };
}

function attributesOf({ identifierAttribute, mailAttribute, firstNameAttribute, lastNameAttribute, groupAttribute }: DirectoryOptions): string[] {
  return [identifierAttribute, mailAttribute, firstNameAttribute, lastNameAttribute, groupAttribute].filter((name) => name !== undefined);
}

function personOf(entry: Entry, options: DirectoryOptions): ExternalPerson {
  const text = (name: string): string | null => textsOf(entry[name])[0] ?? null;
  const { identifierAttribute } = options;
  return {
    provider: options.name,
    identifier: identifierAttribute === undefined ? entry.dn.toLowerCase() : identifierOf(entry[identifierAttribute]),
    email: text(options.mailAttribute)?.toLowerCase() ?? null,
    isEmailVerified: true,
    firstName: text(options.firstNameAttribute),
    lastName: text(options.lastNameAttribute),
    groups: textsOf(entry[options.groupAttribute]),
  };
}

/** `objectGUID` is bytes. */
function identifierOf(value: Entry[string] | undefined): string {
  if (Buffer.isBuffer(value)) return value.toString('hex');
  return textsOf(value)[0] ?? '';
}
