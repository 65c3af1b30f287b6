import type { Collection } from '../../core/schema/schema.js';
import type { Choices } from '../parity/choices.js';
import { generateFilter } from '../parity/generate-filter.js';
import { dictionary, rowsOf, type World } from '../parity/world.js';

/** What one policy lets see of one collection, as the config has it. */
export interface RawPermission {
  readonly collection: string;
  readonly action: 'read';
  readonly fields: string[];
  readonly permissions?: Record<string, unknown>;
}

/** Policy → permissions. Whoever asks has all of them. */
export type RawPolicies = Readonly<Record<string, readonly RawPermission[]>>;

/** Who `$CURRENT_USER` is: a text that some rows hold. */
export const currentUser = 'alpha';

/**
 * Writes two policies for a database: some collections in none of them, fields and rules of which every kind occurs. A key is given by every
 * permission of its collection or by none: a copy of the database cannot say that rows are ordered by what only some of them show.
 */
export function generatePolicies(choices: Choices, world: World): RawPolicies {
  const collections = [...world.schema.collections.values()];
  // One collection is always there to be asked by key.
  const others = collections.filter((collection) => collection !== collections.find(({ key, kind }) => key.length > 0 && kind === 'table'));
  const closed = new Set(choices.chance(0.6) ? choices.some(others, 1, 1) : []);
  const hiddenKeys = new Set(others.filter(({ key }) => key.length > 0 && choices.chance(0.15)));
  const write = (chance: number): RawPermission[] => collections
    .filter((collection) => !closed.has(collection) && choices.chance(chance))
    .map((collection) => generatePermission(choices, world, collection, hiddenKeys.has(collection)));
  return { one: write(1), two: write(0.6) };
}

function generatePermission(choices: Choices, world: World, collection: Collection, hidesKey: boolean): RawPermission {
  const { name, key, fields, relations } = collection;
  const isForAll = !hidesKey && choices.chance(0.15);
  const linking = new Set([...relations.values()].flatMap((relation) => relation.fields));
  const given = [...fields.keys()].filter((field) => {
    if (key.includes(field)) return !hidesKey;
    return choices.chance(linking.has(field) ? 0.85 : 0.65);
  });
  // One that can be told by its values, so that there is something to ask for.
  const comparable = [...fields.values()].filter(({ type, name: field }) => type !== 'json' && !key.includes(field)).map((field) => field.name);
  const ways = [...relations.keys()].filter(() => choices.chance(0.9));
  const named = [...new Set([...given, choices.pick(comparable), ...ways.filter((way) => !fields.has(way))])];
  const rule = choices.chance(0.75) ? generateRule(choices, world, collection) : undefined;
  return { collection: name, action: 'read', fields: isForAll ? ['*'] : named, ...(rule && { permissions: rule }) };
}

function generateRule(choices: Choices, world: World, collection: Collection): Record<string, unknown> {
  const texts = [...collection.fields.values()].filter(({ type }) => type === 'string' || type === 'text');
  const rule = generateFilter(choices, world, collection, 2);
  // Rules that leave nothing would show nothing.
  const either = (other: Record<string, unknown>): Record<string, unknown> => ({ _or: [rule, other] });
  const [text] = choices.some(texts, 1, 1);
  if (text && choices.chance(0.4)) return either(of(text.name, { [choices.pick(['_eq', '_neq'])]: '$CURRENT_USER' }));
  const [anyField] = choices.some([...collection.fields.values()].filter(({ type }) => type !== 'json'), 1, 1);
  const rows = rowsOf(world, collection.name);
  return anyField && rows.length > 0 && choices.chance(0.4) ? either(of(anyField.name, { _nnull: true })) : rule;
}

function of(name: string, condition: unknown): Record<string, unknown> {
  const filter = dictionary<unknown>();
  filter[name] = condition;
  return filter;
}
