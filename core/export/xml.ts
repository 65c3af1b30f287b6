import type { ExportedItems } from './exported-items.js';

/**
 * Items as XML: `<data>` for the whole and for each item, four spaces a level, lists as one element a member. Null is the word `null`.
 * What a name may not hold becomes `_`, what a text may not hold U+FFFD.
 */
export async function* writeXml({ items, isSingle }: ExportedItems): AsyncGenerator<string> {
  yield "<?xml version='1.0'?>\n";
  let isEmpty = true;
  for await (const item of items) {
    const value: unknown = JSON.parse(item);
    if (isSingle) {
      yield element('data', value, '');
      return;
    }
    yield `${isEmpty ? '<data>' : ''}\n${element('data', value, indent)}`;
    isEmpty = false;
  }
  yield isEmpty ? '<data/>' : '\n</data>';
}

const indent = '    ';

/** Without the line break after it. A list gives one element for each member, none if it is empty. */
function element(name: string, value: unknown, before: string): string {
  if (Array.isArray(value)) return (value as unknown[]).map((member) => element(name, member, before)).filter(Boolean).join('\n');
  if (typeof value !== 'object' || value === null) {
    const text = escape(String(value));
    return text === '' ? `${before}<${name}/>` : `${before}<${name}>${text}</${name}>`;
  }
  const members = (Object.entries(value) as [string, unknown][]).map(([key, member]) => element(elementName(key), member, before + indent));
  const inside = members.filter(Boolean).join('\n');
  return inside === '' ? `${before}<${name}/>` : `${before}<${name}>\n${inside}\n${before}</${name}>`;
}

function elementName(key: string): string {
  const name = key.replaceAll(/[^\p{L}\p{N}._-]/gu, '_');
  return /^[\p{L}_]/u.test(name) ? name : `_${name}`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll(']]>', ']]&gt;').replaceAll('\r', '&#xD;')
    .replaceAll(invalid, '\uFFFD');
}

/** What XML 1.0 has no way to write. */
// eslint-disable-next-line no-control-regex
const invalid = /[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/g;
