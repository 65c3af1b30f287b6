import { hash } from 'node:crypto';

/** What a body's tag says: `weak` the same content, `strong` the same bytes (RFC 9110, section 8.8.3). */
export type TagStrength = 'weak' | 'strong';

/** The entity tag of a text, or of its bytes. */
export function entityTag(text: string | Buffer, strength: TagStrength): string {
  const digest = hash('sha1', text, 'base64url');
  return strength === 'weak' ? `W/"${digest}"` : `"${digest}"`;
}

/**
 * The tag of the compressed form of a body: a strong tag promises bytes, and these are others. A weak one stays.
 */
export function encodedTag(tag: string, encoding: string): string {
  return tag.startsWith('W/') ? tag : `${tag.slice(0, -1)}${separator}${encoding}"`;
}

/**
 * The tag of an `If-None-Match` header that stands for the same content as `tag`; null where none does. Weak, strong and encoded tags of
 * one content are equal here (RFC 9110, section 13.1.2).
 */
export function matchingTag(header: string, tag: string): string | null {
  if (header.trim() === '*') return tag;
  const wanted = opaque(tag);
  for (const each of header.split(',')) if (opaque(each.trim()) === wanted) return each.trim();
  return null;
}

/**
 * Whether an `If-Match` header holds for an item's JSON text. Only strong tags do (RFC 9110, section 13.1.1); that of the compressed form
 * stands for the same item.
 */
export function isStrongMatch(header: string, text: string): boolean {
  if (header.trim() === '*') return true;
  const strong = header.split(',').filter((each) => !each.trim().startsWith('W/')).join(',');
  return matchingTag(strong, entityTag(text, 'strong')) !== null;
}

/** No character of base64url. */
const separator = '+';

function opaque(tag: string): string {
  const strong = tag.startsWith('W/') ? tag.slice(2) : tag;
  const encoded = strong.indexOf(separator);
  return encoded < 0 ? strong : `${strong.slice(0, encoded)}"`;
}
