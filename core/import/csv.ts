import { CsvError, parse } from 'csv-parse';
import { Readable } from 'node:stream';
import type { ApiError } from '../errors/api-error.js';
import type { ImportedItem } from '../items/items.js';
import type { Collection } from '../schema/schema.js';
import { tooLong, unreadable } from './unreadable.js';

/** A cell's text; null where it is empty and not quoted. */
type Cell = string | null;

/** What a cell is for its field. */
type ReadCell = (cell: Cell) => unknown;

interface Column {
  readonly name: string;
  readonly read: ReadCell;
}

/** A record as the parser gives it: its cells, and how it stands in the file. */
interface CsvRecord {
  readonly record: readonly string[];
  readonly raw: string;
}

/**
 * Reads CSV (RFC 4180) whose first line names fields. An empty cell is null, a quoted empty one an empty text where its field takes one.
 * Empty lines are passed over.
 *
 * @throws {ApiError} `INVALID_PAYLOAD` where a quote is out of place, the header names something twice, or an item is too long
 */
export async function* readCsv(bytes: AsyncIterable<Buffer>, collection: Collection, maxItemBytes: number): AsyncGenerator<ImportedItem> {
  // Asking the parser for its own account of a line or a quote costs more than all else it does.
  const parser = Readable.from(bytes).on('error', (error) => parser.destroy(error))
    .pipe(parse({ bom: true, relax_column_count: true, raw: true, max_record_size: maxItemBytes }));
  let columns: readonly Column[] | null = null;
  let next = 1;
  try {
    for await (const { record, raw } of parser as AsyncIterable<CsvRecord>) {
      const line = next;
      next += 1 + breaksWithin(record);
      if (record.length === 1 && record[0] === '' && raw.trim() === '') continue;
      if (!columns) columns = readHeader(record, line, collection);
      else if (record.length !== columns.length) {
        yield { line, size: raw.length, payload: unreadable(line, `There are ${record.length} values for ${columns.length} columns.`) };
      } else yield { line, size: raw.length, payload: readRecord(cellsOf(record, raw), columns) };
    }
  } catch (error) {
    throw error instanceof CsvError ? explain(error, next, maxItemBytes) : error;
  }
}

function readHeader(names: readonly string[], line: number, collection: Collection): Column[] {
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw unreadable(line, `The header names "${twice.slice(0, 60)}" twice.`);
  return names.map((name) => ({ name, read: cellReader(name, collection) }));
}

/** Names are the file's: the item gets them as its own whatever they are. */
function readRecord(cells: readonly Cell[], columns: readonly Column[]): Record<string, unknown> {
  return Object.fromEntries(columns.map(({ name, read }, index) => [name, read(cells[index] ?? null)]));
}

/** A name that is no field is left for the items service to refuse. */
function cellReader(name: string, { fields, relations }: Collection): ReadCell {
  const type = fields.get(name)?.type;
  switch (type) {
    case 'string':
    case 'text':
    case 'unknown':
      return (cell) => cell;
    case 'array':
      return (cell) => orNull(cell, parsed);
    case 'binary':
      return (cell) => orNull(cell, (text) => (text.startsWith('{') ? parsed(text) : text));
    case 'boolean':
      // Spreadsheet programs write TRUE.
      return (cell) => orNull(cell, (text) => text.toLowerCase());
    case undefined:
      return relations.get(name)?.kind === 'o2m' ? (cell) => orNull(cell, parsed) : (cell) => cell;
    default:
      return (cell) => orNull(cell, (text) => text);
  }
}

/** What is no text cannot be an empty one: some programs quote every cell. */
function orNull(cell: Cell, read: (text: string) => unknown): unknown {
  return cell === null || cell === '' ? null : read(cell);
}

/** Lists and bytes are written as JSON. Anything else stays a text, to be refused with its field. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Tells empty cells that are quoted from those that are not. */
function cellsOf(record: readonly string[], raw: string): readonly Cell[] {
  if (!record.includes('')) return record;
  if (!raw.includes('""')) return record.map((cell) => (cell === '' ? null : cell));
  let at = 0;
  return record.map((cell) => {
    const isQuoted = raw[at] === '"';
    at = endOfCell(raw, at, isQuoted) + 1;
    return cell === '' && !isQuoted ? null : cell;
  });
}

/** Where the comma after a cell is. */
function endOfCell(raw: string, start: number, isQuoted: boolean): number {
  let from = start;
  if (isQuoted) {
    from = raw.indexOf('"', start + 1);
    while (raw[from + 1] === '"') from = raw.indexOf('"', from + 2);
  }
  const comma = raw.indexOf(',', from);
  return comma < 0 ? raw.length : comma;
}

function breaksWithin(record: readonly string[]): number {
  let breaks = 0;
  for (const cell of record) if (cell.includes('\n')) breaks += cell.split('\n').length - 1;
  return breaks;
}

function explain(error: CsvError, next: number, maxItemBytes: number): ApiError {
  const line = 'lines' in error && typeof error.lines === 'number' ? error.lines : next;
  switch (error.code as string) {
    case 'CSV_MAX_RECORD_SIZE':
      return tooLong(line, maxItemBytes);
    case 'CSV_QUOTE_NOT_CLOSED':
      return unreadable(line, 'A quote is opened and never closed.', error);
    default:
      return unreadable(line, 'A quote is out of place: a cell that holds one is quoted whole, and the quote doubled.', error);
  }
}
