import type { Collection, Schema } from '../schema/schema.js';
import type { CollectionView, View } from './access.js';

const wholeViews = new WeakMap<Schema, View>();

/** The view of those who see everything. */
export function wholeView(schema: Schema): View {
  let view = wholeViews.get(schema);
  if (!view) {
    view = { id: 'all', schema, collections: new Map([...schema.collections].map(([name, collection]) => [name, wholeCollection(collection)])) };
    wholeViews.set(schema, view);
  }
  return view;
}

/** A collection as those see it who see everything. */
export function wholeCollection(collection: Collection): CollectionView {
  return { collection, rows: null, masks: new Map(), validation: [], presets: noPresets };
}

/** The view of those who see nothing. */
export function emptyView(schema: Schema): View {
  return { id: 'none', schema, collections: new Map() };
}

const noPresets: Readonly<Record<string, unknown>> = Object.freeze(Object.create(null) as Record<string, unknown>);
