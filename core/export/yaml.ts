import { stringify } from 'yaml';
import type { ExportedItems } from './exported-items.js';

/** Long texts stay on one line; a text that YAML 1.1 would read as something else (`yes`, `2016-05-10`) is quoted. */
const format = { version: '1.1', lineWidth: 0, singleQuote: true, aliasDuplicateObjects: false } as const;

/** Items as a YAML list, or one item as a mapping. */
export async function* writeYaml({ items, isSingle }: ExportedItems): AsyncGenerator<string> {
  let isEmpty = true;
  for await (const item of items) {
    const value: unknown = JSON.parse(item);
    yield stringify(isSingle ? value : [value], format);
    isEmpty = false;
  }
  if (isEmpty) yield '[]\n';
}
