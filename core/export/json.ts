import type { ExportedItems } from './exported-items.js';

/** Items as JSON: their text goes through as it is. */
export async function* writeJson({ items, isSingle }: ExportedItems): AsyncGenerator<string> {
  if (isSingle) {
    yield* items;
    return;
  }
  let before = '[';
  for await (const item of items) {
    yield before + item;
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
}

/** Items as JSON, one a line. */
export async function* writeNdjson({ items }: ExportedItems): AsyncGenerator<string> {
  // The database may write white space between tokens, a line break among it.
  for await (const item of items) yield `${item.includes('\n') ? JSON.stringify(JSON.parse(item)) : item}\n`;
}
