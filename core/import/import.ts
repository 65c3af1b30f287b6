import type { Readable } from 'node:stream';
import type { ImportedItem } from '../items/items.js';
import type { Collection } from '../schema/schema.js';
import { readCsv } from './csv.js';
import { createItemReader } from './item.js';
import { readJson } from './json.js';
import { readNdjson } from './ndjson.js';
import { checkUtf8 } from './utf8.js';

/** The formats that a file to import may have: CSV with a header, a JSON list of objects, one JSON object a line. */
export const importFormats = ['csv', 'json', 'ndjson'] as const;

export type ImportFormat = (typeof importFormats)[number];

/** Longest text of one item, unless something else is configured. */
export const usualItemBytes = 16_777_216;

/** What a file is read with. */
export interface ReadOptions {
  readonly format: ImportFormat;
  /** What its items are to become. CSV has no types of its own: a cell is read as its field's type asks. */
  readonly collection: Collection;
  /** Longest text of one item. It bounds the memory that a file with a lost quote takes. */
  readonly maxItemBytes: number;
}

/**
 * Reads a file item by item, however large it is. What is wrong with one item alone comes in its place; a file that cannot be read any
 * further throws.
 *
 * @throws {ApiError} `INVALID_PAYLOAD` with the `line` where it is known: for what is no UTF-8, CSV or JSON, and an item that is too long
 */
export function readItems(file: Readable, { format, collection, maxItemBytes }: ReadOptions): AsyncIterable<ImportedItem> {
  const bytes = checkUtf8(file);
  switch (format) {
    case 'csv':
      return readCsv(bytes, collection, maxItemBytes);
    case 'json':
      return readJson(bytes, createItemReader(collection), maxItemBytes);
    case 'ndjson':
      return readNdjson(bytes, createItemReader(collection), maxItemBytes);
  }
}
