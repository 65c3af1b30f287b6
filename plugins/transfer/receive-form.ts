import { Busboy, type BusboyFileStream } from '@fastify/busboy';
import { createWriteStream } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ApiError, formatOfMediaType, formatOfName, type ImportFormat } from 'jackfield';
import { unsupportedType } from './unsupported-type.js';

/** The file of a form, on its way to the disk. */
interface FormFile {
  readonly format: ImportFormat;
  readonly stream: BusboyFileStream;
  readonly written: Promise<void>;
}

/** Types that say nothing: the file's name decides. */
const vague: ReadonlySet<string> = new Set(['', 'application/octet-stream', 'text/plain']);

/**
 * Receives the one file of a form, whatever its part is called. Other fields are ignored.
 *
 * @param path - where the file is to be written
 * @throws {ApiError} `UNSUPPORTED_MEDIA_TYPE` for a file of another type, `INVALID_PAYLOAD` where there is no file or several, or no form
 */
export async function receiveForm(body: AsyncIterable<Buffer>, headers: IncomingHttpHeaders, path: string): Promise<ImportFormat> {
  const form = openForm(headers);
  const files: FormFile[] = [];
  form.on('file', (_part: string, stream: BusboyFileStream, name: string | undefined, _encoding: string, type = '') => {
    const format = formatOfMediaType(type) ?? (vague.has(type.toLowerCase()) ? formatOfName(name ?? '') : null);
    if (format === null) {
      stream.resume();
      form.destroy(unsupportedType(type));
      return;
    }
    const written = pipeline(stream, createWriteStream(path));
    written.catch((error: Error) => form.destroy(error));
    files.push({ format, stream, written });
  });
  form.on('filesLimit', () => form.destroy(refusal('The form holds more than one file.')));
  try {
    await pipeline(body, form);
  } catch (error) {
    for (const { stream } of files) stream.destroy();
    // The parser has no codes for a form that is no form.
    throw error instanceof ApiError || (error instanceof Error && 'code' in error) ? error : malformed(error);
  }
  const [file] = files;
  if (!file) throw refusal('The form holds no file.');
  await file.written;
  return file.format;
}

function openForm(headers: IncomingHttpHeaders): Writable {
  try {
    return new Busboy({ headers: { ...headers, 'content-type': headers['content-type'] ?? '' }, limits: { files: 1, fields: 100, fieldSize: 65_536 } });
  } catch (error) {
    throw malformed(error);
  }
}

function malformed(cause: unknown): ApiError {
  return refusal('The body is no well-formed multipart/form-data.', cause);
}

function refusal(reason: string, cause?: unknown): ApiError {
  return new ApiError('INVALID_PAYLOAD', { reason, hint: 'Send one file, as a part called "file".' }, { cause });
}
