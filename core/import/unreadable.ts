import { ApiError } from '../errors/api-error.js';

/** Something in a file to import that cannot be read, and on which line. */
export function unreadable(line: number, reason: string, cause?: unknown): ApiError {
  return new ApiError('INVALID_PAYLOAD', { line, reason }, { cause });
}

/** An item that is longer than any may be. */
export function tooLong(line: number, maxItemBytes: number): ApiError {
  return unreadable(line, `An item has more than ${maxItemBytes} bytes.`);
}
