import { ApiError } from '../errors/api-error.js';
import type { HttpContext } from './http.js';

/** What RFC 6750 calls the token in a URL. */
const tokenName = 'access_token';

/**
 * Checks a request's URL, and takes `access_token` out of it before anything can log or echo it.
 *
 * @throws {ApiError} `INVALID_QUERY` for a URL that is too long or whose percent-encoding is broken
 */
export function takeUrlApart(context: HttpContext, maxBytes: number): void {
  const url = context.req.url ?? '/';
  if (url.includes('%') || url.includes(tokenName)) {
    const { rest, token } = takeToken(url);
    context.state.urlToken = token;
    if (rest !== url) {
      context.req.url = rest;
      context.request.originalUrl = rest;
      context.originalUrl = rest;
    }
    if (!isDecodable(rest)) throw new ApiError('INVALID_QUERY', { reason: 'The percent-encoding of the URL is broken.' });
  }
  if (url.length > maxBytes) {
    throw new ApiError('INVALID_QUERY', {
      reason: `The URL has ${url.length} bytes; at most ${maxBytes} are taken.`,
      hint: 'Send the query in the body of SEARCH or QUERY.',
    });
  }
}

/**
 * Decodes one segment of a path.
 *
 * @throws {ApiError} `INVALID_QUERY` where its percent-encoding is broken
 */
export function decodeSegment(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new ApiError('INVALID_QUERY', { reason: 'The percent-encoding of the path is broken.' });
  }
}

function takeToken(url: string): { readonly rest: string; readonly token: string | null } {
  const start = url.indexOf('?');
  if (start < 0) return { rest: url, token: null };
  const kept: string[] = [];
  let token: string | null = null;
  for (const part of url.slice(start + 1).split('&')) {
    const equals = part.indexOf('=');
    const name = decodedName(equals < 0 ? part : part.slice(0, equals));
    // With brackets it is no token, but it is not to be seen either.
    if (!name.startsWith(tokenName)) kept.push(part);
    else if (equals >= 0 && name === tokenName) token ??= decode(part.slice(equals + 1).replaceAll('+', ' ')) || null;
  }
  const path = url.slice(0, start);
  return { rest: kept.length > 0 ? `${path}?${kept.join('&')}` : path, token };
}

/** However it is encoded: each of its letters may be three characters. */
function decodedName(name: string): string {
  return name.length <= 100 && name.includes('%') ? decode(name) : name;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
