import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { ApiError } from '../errors/api-error.js';
import { ApiErrors } from '../errors/api-errors.js';
import { BootError } from '../errors/boot-error.js';
import { formatOfName } from '../import/formats.js';
import { importFormats, readItems, usualItemBytes, type ImportFormat } from '../import/import.js';
import { UsageError, type CommandLine } from './command-line.js';
import { withConnectedKernel } from './connected.js';
import { findCollection } from './find-collection.js';
import { operator } from './operator.js';
import { print } from './print.js';
import { showProgress } from './progress.js';

/** `jackfield import COLLECTION FILE`: creates the items of a file, all of them or none. `-` reads standard input. */
export async function importItems(line: CommandLine): Promise<void> {
  const [name = '', path = ''] = line.operands;
  const format = formatOf(line.format, path);
  const { stream, size } = await openFile(path);
  try {
    await withConnectedKernel(line, async ({ registry }) => {
      const collection = findCollection(name, registry.get('schema').current());
      const stop = showProgress({ title: `Importing ${name}`, bytes: () => stream.bytesRead, total: size });
      const items = readItems(stream, { format, collection, maxItemBytes: usualItemBytes });
      const count = await registry.get('items').import(name, items, { identity: operator, now: new Date() }).catch((error: unknown) => {
        throw explain(error);
      }).finally(stop);
      print(`${count} ${count === 1 ? 'item was' : 'items were'} imported into ${name}.`);
    });
  } finally {
    stream.destroy();
  }
}

function formatOf(format: string | null, path: string): ImportFormat {
  const known = format === null ? formatOfName(path) : importFormats.find((each) => each === format) ?? null;
  if (known !== null) return known;
  throw new UsageError(format === null ? `Which format has "${path}"? Say --format ${importFormats.join(', ')}.`
    : `There is no format "${format}" to import. It is one of ${importFormats.join(', ')}.`);
}

async function openFile(path: string): Promise<{ readonly stream: Readable & { readonly bytesRead: number }; readonly size: number | null }> {
  if (path === '-') return { stream: createReadStream('', { fd: 0 }), size: null };
  try {
    const file = await open(path);
    const { size } = await file.stat();
    return { stream: file.createReadStream(), size };
  } catch (error) {
    throw new BootError(`The file ${JSON.stringify(path)} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`, { cause: error });
  }
}

/** What was wrong, a line for each problem. */
function explain(error: unknown): unknown {
  const errors = error instanceof ApiErrors ? error.errors : error instanceof ApiError ? [error] : [];
  if (errors.length === 0) return error;
  return new BootError(['Nothing was imported.', ...errors.map(describe)].join('\n'), { cause: error });
}

function describe({ code, message, details: { line, field, path } }: ApiError): string {
  const where = [typeof line === 'number' ? `line ${line}` : null, field ?? (line === undefined ? path : null) ?? null];
  const place = where.filter((part) => part !== null).join(', ');
  return `  ${place === '' ? '' : `${place}: `}${message} (${code})`;
}
