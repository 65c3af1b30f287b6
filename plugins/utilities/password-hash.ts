import { hash, verify } from '@node-rs/argon2';

/** Hashes a text with argon2id. */
export function generateHash(text: string): Promise<string> {
  return hash(text);
}

/**
 * Whether a hash is that of a text. One that is none, or that asks for more work than this server gives a hash, is not: whoever sends a
 * hash says in it how much memory and time it takes to check.
 */
export async function verifyHash(hashed: string, text: string): Promise<boolean> {
  const [, memory, passes, lanes] = /^\$argon2id\$v=19\$m=(\d{1,6}),t=(\d{1,2}),p=(\d)\$/.exec(hashed)?.map(Number) ?? [];
  if (!isUpTo(memory, mostMemory) || !isUpTo(passes, mostPasses) || !isUpTo(lanes, mostLanes)) return false;
  return verify(hashed, text).catch(() => false);
}

/** In KiB. */
const mostMemory = 65_536;
const mostPasses = 5;
const mostLanes = 4;

function isUpTo(number: number | undefined, most: number): boolean {
  return number !== undefined && number >= 1 && number <= most;
}
