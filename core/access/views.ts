import type { Schema } from '../schema/schema.js';
import type { AccessService, Identity, View } from './access.js';

const wholeViews = new WeakMap<Schema, View>();

/** The view of those who see everything. */
export function wholeView(schema: Schema): View {
  let view = wholeViews.get(schema);
  if (!view) {
    const collections = new Map([...schema.collections].map(([name, collection]) => [name, { collection, rows: null, masks: new Map() }]));
    view = { id: 'all', schema, collections };
    wholeViews.set(schema, view);
  }
  return view;
}

/** The view of those who see nothing. */
function emptyView(schema: Schema): View {
  return { id: 'none', schema, collections: new Map() };
}

/** Makes the `access` service. Closed by default: admins see everything, nobody else anything. */
export function createAccess(): AccessService {
  return { view: ({ admin }: Identity, schema: Schema) => (admin ? wholeView(schema) : emptyView(schema)) };
}
