import { ApiError } from '../errors/api-error.js';
import type { HttpContext } from './http.js';

/**
 * Makes the reader of JSON bodies. A body is read only where a route asks for it. Undefined: there is none, or an empty one.
 *
 * @throws {ApiError} `CONTENT_TOO_LARGE`; `UNSUPPORTED_MEDIA_TYPE` for another type, charset or encoding; `INVALID_PAYLOAD` for what is
 * no JSON
 */
export function createBodyReader(maxBytes: number): (context: HttpContext) => Promise<unknown> {
  const read = async (context: HttpContext): Promise<unknown> => {
    const { headers } = context.req;
    if (headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0') return undefined;
    const body = await readBytes(context, maxBytes);
    if (body.length === 0) return undefined;
    checkMediaType(headers['content-type'], headers['content-encoding']);
    return parseJson(body);
  };
  // A middleware may look at a body that a route reads later.
  const known = new WeakMap<HttpContext, Promise<unknown>>();
  return (context) => {
    const body = known.get(context) ?? read(context);
    known.set(context, body);
    return body;
  };
}

function checkMediaType(contentType: string | undefined, encoding: string | undefined): void {
  const [type = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
  if (type !== 'application/json') {
    throw new ApiError('UNSUPPORTED_MEDIA_TYPE', {
      reason: type === '' ? 'The body has no Content-Type.' : `The media type "${type}" is not taken here.`,
      hint: 'Send application/json.',
    });
  }
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice(8).replaceAll('"', '');
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') {
    throw new ApiError('UNSUPPORTED_MEDIA_TYPE', { reason: `The charset "${charset}" is not taken.`, hint: 'Send UTF-8.' });
  }
  if (encoding !== undefined && encoding !== 'identity') {
    throw new ApiError('UNSUPPORTED_MEDIA_TYPE', {
      reason: `The content encoding "${encoding}" is not taken.`, hint: 'Send the body as it is.',
    });
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(body)) as unknown;
  } catch (cause) {
    // The parser's own message quotes the body.
    throw new ApiError('INVALID_PAYLOAD', { reason: 'The body is no valid JSON in UTF-8.' }, { cause });
  }
}

async function readBytes(context: HttpContext, maxBytes: number): Promise<Buffer> {
  const { req } = context;
  const sent = Number(req.headers['content-length'] ?? 0);
  if (sent > maxBytes) throw tooLarge(context, maxBytes);
  // A short body has come with its headers.
  if (sent > 0 && req.readableLength === sent) return req.read() as Buffer;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const end = (finish: () => void) => {
      req.off('data', onData).off('end', onEnd).off('error', onCut).off('close', onCut);
      finish();
    };
    const onData = (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) end(() => reject(tooLarge(context, maxBytes)));
      else chunks.push(chunk);
    };
    const onEnd = () => end(() => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, length)));
    const onCut = () => end(() => reject(new ApiError('INVALID_PAYLOAD', { reason: 'The body ended before it was whole.' })));
    req.on('data', onData).on('end', onEnd).on('error', onCut).on('close', onCut);
  });
}

/** What is left of the body is not read: the connection cannot serve another request. */
function tooLarge(context: HttpContext, maxBytes: number): ApiError {
  context.set('Connection', 'close');
  context.req.resume();
  return new ApiError('CONTENT_TOO_LARGE', { reason: `The body has more than ${maxBytes} bytes.` });
}
