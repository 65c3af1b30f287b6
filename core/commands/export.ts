import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ApiError } from '../errors/api-error.js';
import { BootError } from '../errors/boot-error.js';
import { exportText } from '../export/export.js';
import { exportQuery } from '../export/query.js';
import { isObject, type QueryInput } from '../query/input.js';
import { exportFormats, type ExportFormat } from '../query/parse-parameters.js';
import { UsageError, type CommandLine } from './command-line.js';
import { withConnectedKernel } from './connected.js';
import { findCollection } from './find-collection.js';
import { operator } from './operator.js';
import { showProgress } from './progress.js';

/**
 * `jackfield export COLLECTION [FILE]`: writes items to a file, else to standard output. The file is there once it is whole.
 */
export async function exportItems(line: CommandLine): Promise<void> {
  const [name = '', path = null] = line.operands;
  const format = formatOf(line.format, path);
  const input = readQuery(line.query);
  await withConnectedKernel(line, async ({ registry, config }) => {
    const schema = registry.get('schema').current();
    findCollection(name, schema);
    const caller = { identity: operator, now: new Date() };
    try {
      const query = exportQuery(input, name, registry.get('access').view(operator, schema), config.query);
      const text = exportText({ query, format, items: registry.get('items'), schema, caller, isTable: true });
      await (path === null ? pipeline(encoded(text), standardOutput()) : writeFile(text, path, name));
    } catch (error) {
      throw error instanceof ApiError ? new BootError(`Nothing was exported: ${error.message} (${error.code})`, { cause: error }) : error;
    }
  });
}

function formatOf(format: string | null, path: string | null): ExportFormat {
  const asked = format ?? (path === null ? 'csv' : /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '');
  const known = exportFormats.find((each) => each === asked);
  if (known) return known;
  throw new UsageError(format === null ? `Which format is "${path}" to have? Say --format ${exportFormats.join(', ')}.`
    : `There is no format "${format}" to export. It is one of ${exportFormats.join(', ')}.`);
}

function readQuery(text: string | null): QueryInput {
  if (text === null) return {};
  try {
    const query: unknown = JSON.parse(text);
    if (isObject(query)) return query;
  } catch {
    // It is said below.
  }
  throw new UsageError('--query must be a JSON object such as {"fields":["id"],"filter":{"id":{"_gt":5}}}.');
}

/** A file that is cut must not pass for a whole one. */
async function writeFile(text: AsyncIterable<string>, path: string, name: string): Promise<void> {
  const unfinished = `${path}.unfinished`;
  const file = createWriteStream(unfinished);
  const stop = showProgress({ title: `Exporting ${name}`, bytes: () => file.bytesWritten, total: null });
  try {
    await pipeline(encoded(text), file);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof ApiError || code === undefined) throw error;
    throw new BootError(`The file ${JSON.stringify(path)} cannot be written (${code}).`, { cause: error });
  } finally {
    stop();
  }
}

const writeLength = 65_536;

/** Items may be a few bytes each. */
function encoded(text: AsyncIterable<string>): Readable {
  return Readable.from((async function* chunks() {
    let chunk = '';
    for await (const piece of text) {
      chunk += piece;
      if (chunk.length < writeLength) continue;
      yield Buffer.from(chunk);
      chunk = '';
    }
    yield Buffer.from(chunk);
  })());
}

/** It stays open for whoever writes next; a reader that has seen enough is no error. */
function standardOutput(): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      process.stdout.write(chunk, (error) => done(error && 'code' in error && error.code === 'EPIPE' ? null : error));
    },
  });
}
