import { respondWithText } from '../http/respond.js';
import type { HttpContext } from '../http/http.js';
import type { ItemsContext, ItemsService, ReadAnswer } from '../items/items.js';
import type { ExportFormat } from '../query/parse-parameters.js';
import type { Query } from '../query/query.js';
import type { Schema } from '../schema/schema.js';
import { hasFixedColumns } from './columns.js';
import { writeCsv } from './csv.js';
import { writeJson } from './json.js';
import { writeXml } from './xml.js';
import { writeYaml } from './yaml.js';

/** What is exported, and for whom. */
export interface ExportRequest {
  readonly query: Query;
  readonly format: ExportFormat;
  readonly items: ItemsService;
  readonly schema: Schema;
  readonly caller: ItemsContext;
}

/** What a writer is given: the JSON text of each item. */
export interface ExportedItems {
  readonly items: AsyncIterable<string>;
  /** Whether it is one item, not a list of them. */
  readonly isSingle: boolean;
}

const mediaTypes: Readonly<Record<ExportFormat, string>> = Object.freeze({
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  xml: 'text/xml; charset=utf-8',
  yaml: 'text/yaml; charset=utf-8',
});

/**
 * Answers a read as a file, without the envelope of other answers. Items go through one by one, so that a large export needs little
 * memory: only CSV whose columns depend on the data is held until its header is known.
 *
 * @throws {ApiError} what the read throws, before anything is sent
 */
export async function answerExport(context: HttpContext, { query, format, items, schema, caller }: ExportRequest): Promise<void> {
  const collection = schema.collections.get(query.collection);
  const isGroup = query.groupBy.length > 0 || Object.keys(query.aggregate).length > 0;
  const isSingle = query.key !== null || (collection?.singleton === true && query.keys === null && !isGroup);
  const exported: ExportedItems = { isSingle, items: isSingle ? oneItem(await items.read(query, caller)) : items.stream(query, caller) };
  const text = write(exported, format, collection !== undefined && hasFixedColumns(query, collection));
  await respondWithText(context, text, () => {
    context.attachment(`${query.collection} ${fileTime(caller.now)}.${format}`);
    context.set('Content-Type', mediaTypes[format]);
  });
}

function write(exported: ExportedItems, format: ExportFormat, fixedColumns: boolean): AsyncIterable<string> {
  switch (format) {
    case 'csv':
      return writeCsv(exported.items, fixedColumns);
    case 'json':
      return writeJson(exported);
    case 'xml':
      return writeXml(exported);
    case 'yaml':
      return writeYaml(exported);
  }
}

async function* oneItem({ data }: ReadAnswer): AsyncGenerator<string> {
  if (typeof data === 'string') {
    yield data;
    return;
  }
  let text = '';
  for await (const piece of data) text += piece;
  yield text;
}

/** `20261124-031748`, in UTC. */
function fileTime(now: Date): string {
  return now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
}
