import { respondWithText } from '../http/respond.js';
import type { HttpContext } from '../http/http.js';
import type { ItemsContext, ItemsService, ReadAnswer } from '../items/items.js';
import { wholeText } from '../items/whole-text.js';
import type { ExportFormat } from '../query/parse-parameters.js';
import type { Query } from '../query/query.js';
import type { Collection, Schema } from '../schema/schema.js';
import { hasFixedColumns } from './columns.js';
import { writeCsv, writeCsvTable } from './csv.js';
import type { ExportedItems } from './exported-items.js';
import { writeJson, writeNdjson } from './json.js';
import { writeXml } from './xml.js';
import { writeYaml } from './yaml.js';

/** What is exported, and for whom. */
export interface ExportRequest {
  readonly query: Query;
  readonly format: ExportFormat;
  readonly items: ItemsService;
  readonly schema: Schema;
  readonly caller: ItemsContext;
  /** Whether the CSV is a table that can be imported again: a column for each member, objects as JSON texts. Else objects are flattened. */
  readonly isTable?: boolean;
}

const mediaTypes: Readonly<Record<ExportFormat, string>> = Object.freeze({
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
  xml: 'text/xml; charset=utf-8',
  yaml: 'text/yaml; charset=utf-8',
});

/**
 * Answers a read as a file, without the envelope of other answers. Items go through one by one, so that a large export needs little
 * memory: only flattened CSV whose columns depend on the data is held until its header is known.
 *
 * @throws {ApiError} what the read throws, before anything is sent
 */
export async function answerExport(context: HttpContext, request: ExportRequest): Promise<void> {
  const { query: { collection }, format, caller } = request;
  await respondWithText(context, exportText(request), () => {
    context.attachment(`${collection} ${fileTime(caller.now)}.${format}`);
    context.set('Content-Type', mediaTypes[format]);
  });
}

/**
 * The text of an export, in pieces.
 *
 * @throws {ApiError} what the read throws
 */
export async function* exportText(request: ExportRequest): AsyncGenerator<string> {
  const { query, items, schema, caller } = request;
  const collection = schema.collections.get(query.collection);
  const isGroup = query.groupBy.length > 0 || Object.keys(query.aggregate).length > 0;
  const isSingle = query.key !== null || (collection?.singleton === true && query.keys === null && !isGroup);
  yield* write({ isSingle, items: isSingle ? oneItem(await items.read(query, caller)) : items.stream(query, caller) }, request, collection);
}

function write(exported: ExportedItems, { format, query, isTable }: ExportRequest, collection: Collection | undefined): AsyncIterable<string> {
  switch (format) {
    case 'csv':
      return isTable ? writeCsvTable(exported.items, (member) => collection?.fields.get(query.alias[member] ?? member)?.type === 'json')
        : writeCsv(exported.items, collection !== undefined && hasFixedColumns(query, collection));
    case 'json':
      return writeJson(exported);
    case 'ndjson':
      return writeNdjson(exported);
    case 'xml':
      return writeXml(exported);
    case 'yaml':
      return writeYaml(exported);
  }
}

async function* oneItem({ data }: ReadAnswer): AsyncGenerator<string> {
  yield await wholeText(data);
}

/** `20261124-031748`, in UTC. */
function fileTime(now: Date): string {
  return now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
}
