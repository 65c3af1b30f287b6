import type { ImportedItem } from '../items/items.js';
import type { ReadItemText } from './item.js';
import { tooLong, unreadable } from './unreadable.js';

const code = (character: string): number => character.charCodeAt(0);
const [newline, quote, backslash, comma] = [code('\n'), code('"'), code('\\'), code(',')];
const [openList, closeList, openObject, closeObject] = [code('['), code(']'), code('{'), code('}')];
const space: ReadonlySet<number> = new Set([code(' '), code('\t'), code('\r'), newline]);
const byteOrderMark: ReadonlySet<number> = new Set([0xEF, 0xBB, 0xBF]);

/** `start`: before the list. `first`, `next`: before an item, where only the former may be missing. `item`: in it. `end`: after the list. */
type Place = 'start' | 'first' | 'next' | 'item' | 'end';

/**
 * Reads the objects of a JSON list one by one: the text is only cut between them, and each is read by `JSON.parse`. So lines are
 * known, and one item is all that is held.
 *
 * @throws {ApiError} `INVALID_PAYLOAD` where the text is no list, no JSON, or an item is too long
 */
export async function* readJson(bytes: AsyncIterable<Buffer>, readText: ReadItemText, maxItemBytes: number): AsyncGenerator<ImportedItem> {
  let place: Place = 'start';
  let depth = 0;
  let inText = false;
  let isEscaped = false;
  let line = 1;
  let itemLine = 1;
  let held: Buffer[] = [];
  let heldBytes = 0;

  for await (const chunk of bytes) {
    let start = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at]!;
      if (byte === newline) line += 1;
      if (inText) {
        if (isEscaped) isEscaped = false;
        else if (byte === backslash) isEscaped = true;
        else if (byte === quote) inText = false;
      } else if (place === 'item') {
        if (byte === quote) inText = true;
        else if (byte === openObject || byte === openList) depth += 1;
        else if (depth > 0 && (byte === closeObject || byte === closeList)) depth -= 1;
        else if (depth === 0 && (byte === comma || byte === closeList)) {
          yield parse([...held, chunk.subarray(start, at)], itemLine, readText, maxItemBytes);
          held = [];
          heldBytes = 0;
          place = byte === comma ? 'next' : 'end';
        }
      } else if (space.has(byte)) {
        continue;
      } else if (place === 'start') {
        if (byte === openList) place = 'first';
        else if (!byteOrderMark.has(byte)) throw unreadable(line, 'The file must hold a list of items: [{…}, {…}].');
      } else if (place === 'end') {
        throw unreadable(line, 'There is something after the end of the list.');
      } else if (place === 'first' && byte === closeList) {
        place = 'end';
      } else {
        place = 'item';
        itemLine = line;
        start = at;
        // It may open something.
        at -= 1;
      }
    }
    if (place !== 'item') continue;
    held.push(chunk.subarray(start));
    heldBytes += chunk.length - start;
    if (heldBytes > maxItemBytes) throw tooLong(itemLine, maxItemBytes);
  }
  if (place !== 'end') throw unreadable(line, place === 'start' ? 'The file must hold a list of items: [{…}, {…}].' : 'The list has no end.');
}

function parse(parts: readonly Buffer[], line: number, readText: ReadItemText, maxItemBytes: number): ImportedItem {
  const bytes = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  if (bytes.length > maxItemBytes) throw tooLong(line, maxItemBytes);
  try {
    return readText(bytes.toString(), line);
  } catch (cause) {
    throw unreadable(line, 'The item is no JSON.', cause);
  }
}
