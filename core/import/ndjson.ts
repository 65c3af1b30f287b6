import type { ImportedItem } from '../items/items.js';
import type { ReadItemText } from './item.js';
import { tooLong, unreadable } from './unreadable.js';

const newline = 0x0A;

/**
 * Reads one JSON object a line. Empty lines are passed over; a line that is no JSON is a problem of its own.
 *
 * @throws {ApiError} `INVALID_PAYLOAD` where a line is too long
 */
export async function* readNdjson(bytes: AsyncIterable<Buffer>, readText: ReadItemText, maxItemBytes: number): AsyncGenerator<ImportedItem> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let line = 1;
  for await (const chunk of bytes) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      if (heldBytes + end - start > maxItemBytes) throw tooLong(line, maxItemBytes);
      yield* read(held.length === 0 ? chunk.subarray(start, end) : Buffer.concat([...held, chunk.subarray(start, end)]), line, readText);
      held = [];
      heldBytes = 0;
      line += 1;
      start = end + 1;
    }
    if (start === chunk.length) continue;
    held.push(chunk.subarray(start));
    heldBytes += chunk.length - start;
    if (heldBytes > maxItemBytes) throw tooLong(line, maxItemBytes);
  }
  yield* read(Buffer.concat(held), line, readText);
}

function* read(bytes: Buffer, line: number, readText: ReadItemText): Generator<ImportedItem> {
  const text = bytes.toString().replace(/^\uFEFF/, '');
  if (text.trim() === '') return;
  try {
    yield readText(text, line);
  } catch (cause) {
    yield { line, size: text.length, payload: unreadable(line, 'The line is no JSON.', cause) };
  }
}
