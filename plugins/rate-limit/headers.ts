import type { HttpContext } from 'jackfield';
import type { Limit, Usage } from './counters.js';

/**
 * Tells the client what it may ask for, and how much of that is left: the fields of draft-ietf-httpapi-ratelimit-headers-11, which are lists
 * of RFC 9651. Every limit that a request falls under adds its own.
 */
export function tellLimit({ res }: HttpContext, { name, points, windowSeconds }: Limit, { remaining, resetSeconds }: Usage): void {
  if (res.headersSent) return;
  append(res, 'RateLimit-Policy', `"${name}";q=${points};w=${windowSeconds}`);
  append(res, 'RateLimit', `"${name}";r=${remaining};t=${resetSeconds}`);
}

function append(res: HttpContext['res'], header: string, item: string): void {
  const present = res.getHeader(header);
  res.setHeader(header, typeof present === 'string' ? `${present}, ${item}` : item);
}
