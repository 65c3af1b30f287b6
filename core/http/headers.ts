import type { HttpContext } from './http.js';

/**
 * Headers of every answer: what helmet sends, as far as it has a meaning for an API that serves no pages. Answers depend on who
 * asks, so no shared cache may keep them.
 */
const fixed: readonly (readonly [string, string])[] = Object.freeze([
  ['Cache-Control', 'private, no-cache'],
  ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Referrer-Policy', 'no-referrer'],
  ['Strict-Transport-Security', 'max-age=31536000; includeSubDomains'],
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
]);

const vary = 'Authorization, Cookie, Accept';
const varyCompressed = `${vary}, Accept-Encoding`;

/** What describes a body that will not be sent after all. */
const ofTheBody: readonly string[] = Object.freeze([
  'Content-Type', 'Content-Length', 'Content-Encoding', 'Content-Disposition', 'ETag', 'Last-Modified', 'Location', 'Content-Location',
]);

/** Sets what every answer carries. */
export function setHeaders(context: HttpContext, compressed: boolean): void {
  const { res } = context;
  for (const [name, value] of fixed) res.setHeader(name, value);
  res.setHeader('Vary', compressed ? varyCompressed : vary);
  res.setHeader('X-Request-Id', context.state.requestId);
}

/** Takes away what was set for a body before it failed. */
export function clearBodyHeaders(context: HttpContext): void {
  for (const name of ofTheBody) context.res.removeHeader(name);
}
