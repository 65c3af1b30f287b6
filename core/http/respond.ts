import { Readable } from 'node:stream';
import type { ReadAnswer, WriteAnswer } from '../items/items.js';
import { entityTag, matchingTag, type TagStrength } from './entity-tag.js';
import type { HttpContext } from './http.js';

const json = 'application/json; charset=utf-8';

/** Pieces are joined up to this length before they are written: a row may be a few bytes. */
const writeLength = 65_536;

/** From this length on an encoded body is cheaper than a text, which Node would send along with the headers in one write. */
const encodedLength = 16_384;

/**
 * Answers what was read, in the envelope `{"data":…}` or `{"meta":…,"data":…}`. The JSON text goes through as it is.
 *
 * A text carries an ETag and answers 304 to a client that has it: `strong` is the tag of the item's own JSON, `weak` that of the whole
 * body. A stream has none.
 */
export async function respond(context: HttpContext, answer: ReadAnswer, strength: TagStrength = 'weak'): Promise<void> {
  const { data, meta } = answer;
  const head = meta === null ? '{"data":' : `{"meta":${meta},"data":`;
  if (typeof data === 'string') {
    const text = `${head}${data}}`;
    // A long text is encoded once: for its tag, its length and the socket.
    const body = text.length > encodedLength ? Buffer.from(text) : text;
    context.res.setHeader('Content-Type', json);
    const tag = entityTag(strength === 'strong' ? data : body, strength);
    context.res.setHeader('ETag', tag);
    const sent = context.req.headers['if-none-match'];
    const known = sent === undefined ? null : matchingTag(sent, tag);
    if (known !== null) {
      context.res.setHeader('ETag', known);
      context.status = 304;
    } else context.body = body;
    return;
  }
  await respondWithText(context, around(head, data, '}'), () => context.res.setHeader('Content-Type', json));
}

/**
 * Answers what was written: `{"data":…}`, or 204 without a body where there is nothing to tell. An item carries its strong tag, which a
 * GET with the same `fields` gives too; a list has none.
 */
export function respondWritten(context: HttpContext, { data }: WriteAnswer, kind: 'item' | 'list'): void {
  if (data === null) {
    context.status = 204;
    return;
  }
  context.res.setHeader('Content-Type', json);
  if (kind === 'item') context.res.setHeader('ETag', entityTag(data, 'strong'));
  context.body = `{"data":${data}}`;
}

/**
 * Answers with a stream of text. Nothing is sent before the first pieces are there, so that an error until then is answered as one.
 * A later error cuts the connection: a cut answer is never taken for a whole one.
 *
 * @param setHeaders - called once the first pieces are there
 */
export async function respondWithText(context: HttpContext, pieces: AsyncIterable<string>, setHeaders: () => void): Promise<void> {
  const iterator = inChunks(pieces)[Symbol.asyncIterator]();
  const first = await iterator.next();
  setHeaders();
  if (context.method === 'HEAD') {
    context.status = 200;
    await iterator.return?.(undefined);
    return;
  }
  const stream = Readable.from(resumed(first, iterator), { objectMode: false, highWaterMark: writeLength });
  const { res } = context;
  stream.once('error', () => res.destroy());
  // A compressor between the two does not tell the source that the client has gone.
  res.once('close', () => stream.destroy());
  context.body = stream;
}

async function* around(head: string, pieces: AsyncIterable<string>, tail: string): AsyncGenerator<string> {
  yield head;
  yield* pieces;
  yield tail;
}

async function* inChunks(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let chunk = '';
  for await (const piece of pieces) {
    chunk += piece;
    if (chunk.length >= writeLength) {
      yield chunk;
      chunk = '';
    }
  }
  yield chunk;
}

async function* resumed(first: IteratorResult<string>, iterator: AsyncIterator<string>): AsyncGenerator<string> {
  try {
    for (let next = first; !next.done; next = await iterator.next()) if (next.value !== '') yield next.value;
  } finally {
    await iterator.return?.(undefined);
  }
}
