import type { ExportedItems } from './export.js';

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
