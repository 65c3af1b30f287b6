import compress from 'koa-compress';
import { constants } from 'node:zlib';
import { encodedTag } from './entity-tag.js';
import type { HttpMiddleware } from './http.js';

/** Shorter answers fit a packet or two: to compress them costs more than it saves. */
const thresholdBytes = 2048;

/** Compresses what is worth it, for clients that ask. `Vary` already names `Accept-Encoding` on every answer. */
export function compression(): HttpMiddleware {
  const middleware = compress({
    threshold: thresholdBytes,
    // Bodies are made anew for every request: fast levels.
    br: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
    gzip: { level: 5 },
    deflate: false,
  });
  return async (context, next) => {
    if (context.req.headers['accept-encoding'] === undefined) return next();
    await middleware(context, next);
    const encoding = context.res.getHeader('Content-Encoding');
    const tag = context.res.getHeader('ETag');
    if (typeof encoding === 'string' && typeof tag === 'string') context.res.setHeader('ETag', encodedTag(tag, encoding));
  };
}
