import { stringify } from 'csv-stringify/sync';

type Cell = string | number | boolean | null;
type Row = ReadonlyMap<string, Cell>;

/** Rows that are written at a time. */
const batchLength = 500;

/**
 * Items as CSV with a header. Texts are quoted, numbers and booleans are not, null is empty; objects become columns joined by dots, lists
 * are JSON. Lines end in `\n`, but for the last one. No items, no text at all: not even a header.
 *
 * @param fixedColumns - whether the columns of the first item are those of all; else everything is held until the last one is known
 */
export async function* writeCsv(items: AsyncIterable<string>, fixedColumns: boolean): AsyncGenerator<string> {
  yield* fixedColumns ? writeAtOnce(items, flatten) : writeWhenAllIsKnown(items);
}

/**
 * The same with one column for each member, so that the header is known at once and an import finds what it needs: objects are JSON
 * texts too.
 *
 * @param isJson - whether a member is a json value, whose texts and numbers are JSON texts as well
 */
export async function* writeCsvTable(items: AsyncIterable<string>, isJson: (member: string) => boolean): AsyncGenerator<string> {
  yield* writeAtOnce(items, (item) => {
    const value: unknown = JSON.parse(item);
    const members: [string, unknown][] = isObject(value) ? Object.entries(value) : [['key', value]];
    return new Map(members.map(([name, member]) => [name, member !== null && isJson(name) ? JSON.stringify(member) : cell(member)]));
  });
}

async function* writeAtOnce(items: AsyncIterable<string>, rowOf: (item: string) => Row): AsyncGenerator<string> {
  let columns: readonly string[] | null = null;
  let batch: Row[] = [];
  for await (const item of items) {
    const row = rowOf(item);
    if (!columns) {
      columns = [...row.keys()];
      yield line(columns);
    }
    batch.push(row);
    if (batch.length < batchLength) continue;
    yield lines(batch, columns);
    batch = [];
  }
  if (columns && batch.length > 0) yield lines(batch, columns);
}

/** Holds texts, not values: they take less room. */
async function* writeWhenAllIsKnown(items: AsyncIterable<string>): AsyncGenerator<string> {
  const texts: string[] = [];
  const known = new Set<string>();
  for await (const item of items) {
    texts.push(item);
    for (const column of flatten(item).keys()) known.add(column);
  }
  if (texts.length === 0) return;
  const columns = [...known];
  yield line(columns);
  for (let start = 0; start < texts.length; start += batchLength) {
    yield lines(texts.slice(start, start + batchLength).map(flatten), columns);
  }
}

/** An item's cells by column. Where the item is a bare key, its column is `key`. */
function flatten(item: string): Row {
  const cells = new Map<string, Cell>();
  const value: unknown = JSON.parse(item);
  if (isObject(value)) collect(value, '', cells);
  else cells.set('key', cell(value));
  return cells;
}

function collect(object: object, prefix: string, cells: Map<string, Cell>): void {
  for (const [name, value] of Object.entries(object) as [string, unknown][]) {
    if (isObject(value) && Object.keys(value).length > 0) collect(value, `${prefix}${name}.`, cells);
    else cells.set(prefix + name, cell(value));
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function cell(value: unknown): Cell {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : (value as Cell);
}

function lines(rows: readonly Row[], columns: readonly string[]): string {
  return `\n${format(rows.map((row) => columns.map((column) => row.get(column) ?? null)))}`;
}

function line(cells: readonly string[]): string {
  return format([cells]);
}

function format(rows: readonly (readonly Cell[])[]): string {
  return stringify(rows as Cell[][], {
    quoted_string: true, quoted_empty: false, eof: false, cast: { boolean: String, string: quoteEmpty },
  });
}

/** An empty text is quoted, so that it differs from null. */
function quoteEmpty(text: string): string | { value: string; quoted_empty: boolean } {
  return text === '' ? { value: text, quoted_empty: true } : text;
}
