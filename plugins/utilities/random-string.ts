import { randomInt } from 'node:crypto';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** A text that nobody can guess, of letters that need no encoding in a URL. */
export function randomString(length: number): string {
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join('');
}
