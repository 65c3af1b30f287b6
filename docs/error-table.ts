import { codes } from '../core/errors/codes.js';

/** The table of `docs/errors.md`. */
export function errorTable(): string {
  const rows = Object.entries(codes).map(([code, { status, message }]) => `| \`${code}\` | ${status} | ${message} |`);
  return ['| code | status | message |', '|---|---|---|', ...rows].join('\n');
}
