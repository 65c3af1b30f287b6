import { mkdtemp, rm } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ApiError, formatOfMediaType, type HttpContext, type ImportFormat } from 'jackfield';
import { receiveForm } from './receive-form.js';
import { unsupportedType } from './unsupported-type.js';

/** A file that was received. */
export interface ReceivedFile {
  readonly format: ImportFormat;
  readonly path: string;
  /** Takes it off the disk. */
  readonly remove: () => Promise<void>;
}

/**
 * Receives the file of a request, as its body or as a part of a form, and keeps it on the disk: a slow client must not hold a transaction
 * open, and how fast the database is must not decide how long the client takes.
 *
 * @param maxBytes - 0 for any number
 * @throws {ApiError} `UNSUPPORTED_MEDIA_TYPE`, `CONTENT_TOO_LARGE`, `INVALID_PAYLOAD` for a form without a file and a body that is cut
 */
export async function receiveFile(context: HttpContext, maxBytes: number): Promise<ReceivedFile> {
  const { headers } = context.req;
  const [type = '', ...parameters] = (headers['content-type'] ?? '').split(';').map((part) => part.trim());
  const isForm = type.toLowerCase() === 'multipart/form-data';
  const format = formatOfMediaType(type);
  if (!isForm && format === null) throw unsupportedType(type);
  if (!isForm) checkCharset(parameters);
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') throw new ApiError('UNSUPPORTED_MEDIA_TYPE', { reason: `The content encoding "${encoding}" is not taken.`, hint: 'Send the file as it is.' });

  // Only this process's user may look into it.
  const folder = await mkdtemp(join(tmpdir(), 'jackfield-import-'));
  const path = join(folder, 'file');
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const body = bounded(context, maxBytes);
    if (format !== null) await pipeline(body, createWriteStream(path));
    return { format: format ?? await receiveForm(body, headers, path), path, remove };
  } catch (error) {
    await remove();
    // What is left of the body is not read: the connection cannot serve another request.
    context.set('Connection', 'close');
    context.req.resume();
    throw isCut(error) ? new ApiError('INVALID_PAYLOAD', { reason: 'The body ended before it was whole.' }, { cause: error }) : error;
  }
}

function checkCharset(parameters: readonly string[]): void {
  const [, charset = 'utf-8'] = parameters.map((parameter) => /^charset="?([^"]*)"?$/i.exec(parameter)).find((match) => match !== null) ?? [];
  if (/^utf-?8$/i.test(charset)) return;
  throw new ApiError('UNSUPPORTED_MEDIA_TYPE', { reason: `The charset "${charset}" is not taken.`, hint: 'Send UTF-8.' });
}

async function* bounded({ req }: HttpContext, maxBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  // The socket is still wanted for the answer.
  for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (maxBytes > 0 && bytes > maxBytes) throw new ApiError('CONTENT_TOO_LARGE', { reason: `The body has more than ${maxBytes} bytes.` });
    yield chunk;
  }
}

function isCut(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'ERR_STREAM_PREMATURE_CLOSE');
}
