import type { View } from '../access/access.js';
import { wholeCollection, wholeView } from '../access/views.js';
import { ApiError } from '../errors/api-error.js';
import { plainLevel } from '../query/parse-level.js';
import type { Query } from '../query/query.js';
import type { SchemaService } from '../schema/schema-service.js';
import { clientOf, type Databases } from './databases.js';
import type { ItemsService } from './items.js';
import type { Prepare } from './prepare.js';

/** What is looked up with. */
export interface MeetsOptions {
  readonly databases: Databases;
  readonly schema: SchemaService;
  readonly prepare: Prepare;
}

/** Makes what holds one item against a rule, in one statement, as keys of it alone are read. */
export function createMeets({ databases, schema, prepare }: MeetsOptions): ItemsService['meets'] {
  return async ({ collection: name, key, rule }, context) => {
    const current = schema.current();
    const collection = current.collections.get(name);
    if (!collection || (key !== null && collection.key.length === 0)) return false;
    const collections = new Map([...wholeView(current).collections, [name, { ...wholeCollection(collection), rows: rule }]]);
    const view: View = { id: `rule ${JSON.stringify(rule)}`, schema: current, collections };
    const query: Query = {
      ...plainLevel, fields: collection.key, collection: name, key, keys: null, meta: [], representation: 'rest', limit: 1,
    };
    const database = databases.of(collection);
    try {
      const { read: { statement }, values } = await prepare(query, context, { view, answers: 'rows' });
      const [row] = await database.read(statement, values, clientOf(context.identity));
      return typeof row?.[0] === 'string';
    } catch (error) {
      const mapped = error instanceof ApiError ? error : database.mapError(error);
      // What cannot be a key is that of no item.
      if (mapped?.code === 'FORBIDDEN') return false;
      throw mapped ?? error;
    }
  };
}
