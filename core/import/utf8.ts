import { unreadable } from './unreadable.js';

/**
 * Passes bytes on as long as they are UTF-8: what is not would be stored as replacement characters, and nobody would notice.
 *
 * @throws {ApiError} `INVALID_PAYLOAD` with the line
 */
export async function* checkUtf8(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  for await (const chunk of bytes) {
    check(() => decoder.decode(chunk, { stream: true }), () => line + linesBeforeFault(chunk));
    yield chunk;
    line += countLines(chunk);
  }
  check(() => decoder.decode(), () => line);
}

function check(decode: () => unknown, line: () => number): void {
  try {
    decode();
  } catch (cause) {
    throw unreadable(line(), 'The file is not in UTF-8.', cause);
  }
}

/** Lines before the one that the fault is on. The chunk may begin within a character. */
function linesBeforeFault(chunk: Buffer): number {
  const start = chunk.findIndex((byte) => byte < 0x80 || byte > 0xBF);
  const text = chunk.toString('utf8', Math.max(start, 0));
  return text.slice(0, Math.max(text.indexOf('\uFFFD'), 0)).split('\n').length - 1;
}

function countLines(chunk: Buffer): number {
  let lines = 0;
  for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, at + 1)) lines += 1;
  return lines;
}

const newline = 0x0A;
