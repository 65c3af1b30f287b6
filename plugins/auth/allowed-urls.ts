import { ApiError } from 'jackfield';

/** A list of addresses that a client may choose from. */
export interface Allowed {
  /** @throws {ApiError} `INVALID_PAYLOAD` for one that is not on the list */
  check(url: string, name: string): void;
}

/**
 * An address is on the list where scheme, host and port are those of an entry, and its path is the entry's, or within it where the entry
 * ends in `/`. Its query and fragment are its own.
 */
export function allowUrls(list: readonly string[]): Allowed {
  const allowed = list.map((entry) => new URL(entry));
  return {
    check(text, name) {
      const url = URL.canParse(text) ? new URL(text) : null;
      const isAllowed = url !== null && url.username === '' && url.password === '' && allowed.some(({ origin, pathname, protocol }) => (
        url.origin === origin && url.protocol === protocol
        && (url.pathname === pathname || (pathname.endsWith('/') && url.pathname.startsWith(pathname)))));
      if (!isAllowed) throw new ApiError('INVALID_PAYLOAD', { path: name, reason: `"${name}" is no address that is allowed here.` });
    },
  };
}
