import type { HttpContext } from 'jackfield';
import type { Limit, Usage } from './counters.js';

/**
 * Tells the client what it may ask for, and how much of that is left: the fields of draft-ietf-httpapi-ratelimit-headers-11, which are lists
 * of RFC 9651. Every limit that a request falls under adds its own; one that is charged several times says how it stands in the end.
 */
export function tellLimit({ res }: HttpContext, { name, points, windowSeconds }: Limit, { remaining, resetSeconds }: Usage): void {
  if (res.headersSent) return;
  put(res, 'RateLimit-Policy', name, `q=${points};w=${windowSeconds}`);
  put(res, 'RateLimit', name, `r=${remaining};t=${resetSeconds}`);
}

function put(res: HttpContext['res'], header: string, name: string, parameters: string): void {
  const present = res.getHeader(header);
  // Names of limits have no comma.
  const others = typeof present === 'string' ? present.split(', ').filter((item) => !item.startsWith(`"${name}";`)) : [];
  res.setHeader(header, [...others, `"${name}";${parameters}`].join(', '));
}
