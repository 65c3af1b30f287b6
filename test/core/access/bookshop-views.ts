import { Value } from 'typebox/value';
import type { CollectionView, View } from '../../../core/access/access.js';
import { wholeCollection, wholeView } from '../../../core/access/views.js';
import { queryLimits } from '../../../core/query/limits.js';
import { parametrise, type ShapedQuery } from '../../../core/query/parametrise.js';
import { parseQuery } from '../../../core/query/parse.js';
import { mirrorDefaults } from '../../../core/schema/mirror-options.js';
import type { Collection } from '../../../core/schema/schema.js';
import { buildSchema } from '../../../core/schema/snapshot.js';
import { bookshop } from '../schema/catalogs.js';

export const limits = Value.Create(queryLimits);

const { schema } = buildSchema(bookshop, mirrorDefaults);

/** Those who see everything. */
export const admin: View = wholeView(schema);

/** Readers see books without their editor, their authors as far as they have a mentor, and no tags. */
export const reader: View = {
  id: 'reader',
  schema,
  collections: new Map<string, CollectionView>([
    ['books', wholeCollection(without(collection('books'), 'editor_id'))],
    ['authors', {
      ...wholeCollection(collection('authors')),
      rows: { kind: 'field', field: 'mentor_id', function: null, operator: '_nnull', value: null, path: 'policy' },
    }],
  ]),
};

/** The shape of a query on a collection. */
export function shaped(collectionName: string, input: Record<string, unknown>, key: string | null = null): ShapedQuery {
  return parametrise(parseQuery(input, { collection: collectionName, key, representation: 'rest', limits, source: 'body' }), limits).query;
}

function collection(name: string): Collection {
  return schema.collections.get(name)!;
}

function without(whole: Collection, hidden: string): Collection {
  const rest = <Entry>(entries: ReadonlyMap<string, Entry>) => new Map([...entries].filter(([name]) => name !== hidden));
  return { ...whole, fields: rest(whole.fields), relations: rest(whole.relations) };
}
