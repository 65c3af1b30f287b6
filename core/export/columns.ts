import type { Query } from '../query/query.js';
import type { Collection } from '../schema/schema.js';

/**
 * Whether every item of a read has the same CSV columns whatever the data is, so that the first item tells the header. A json value or
 * a related item makes columns of its own members, and another one where it is null.
 */
export function hasFixedColumns(query: Query, collection: Collection): boolean {
  if (query.groupBy.length > 0 || Object.keys(query.aggregate).length > 0) return true;
  const paths = query.fields.length > 0 ? query.fields : ['*'];
  return paths.every((path) => isOneColumn(query.alias[path] ?? path, collection));
}

function isOneColumn(path: string, { fields, relations }: Collection): boolean {
  if (path === '*') return [...fields.values()].every(({ type }) => isPlain(type));
  const field = fields.get(path);
  if (field) return isPlain(field.type);
  if (relations.get(path)?.kind === 'o2m') return true;
  return path.endsWith(')') && !path.includes('.');
}

function isPlain(type: string): boolean {
  return type !== 'json' && type !== 'binary';
}
