import type { TableRow } from './administrators.js';

/** A boolean as drivers give it. */
export function truthOf(value: unknown): boolean {
  return value === true || value === 1 || value === '1' || value === 't';
}

/** JSON as drivers give it: as a value, or as its text. */
export function jsonOf(value: unknown): unknown {
  return typeof value === 'string' ? JSON.parse(value) as unknown : value;
}

/** Whether a row of access gives its policy to everybody. */
export function isPublic({ role, user }: TableRow): boolean {
  return (role === null || role === undefined) && (user === null || user === undefined);
}
