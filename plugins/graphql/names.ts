import type { Collection, Field, GraphQLScope, Relation, Schema } from 'jackfield';
import type { RootKind } from './meaning.js';
import { fixedTypeNames, functionSetOf, type FunctionSet } from './functions.js';

/** A field of a collection's types: a column, a relation, both (a foreign key), or an object of functions. */
export interface MemberName {
  readonly name: string;
  readonly field: Field | null;
  readonly relation: Relation | null;
  /** The functions of the field or relation `of`. */
  readonly functions: { readonly of: string; readonly set: FunctionSet } | null;
}

/** The kinds of type that a collection has. */
export type TypeKind = 'object' | 'filter' | 'quantifierFilter' | 'aggregated' | 'aggregatedFields' | 'aggregatedExtremes'
  | 'aggregatedCount' | 'functions' | 'createInput' | 'updateInput' | 'mutated';

export interface CollectionNames {
  readonly types: Readonly<Record<TypeKind, string>>;
  /** In the order of the type's fields. */
  readonly members: readonly MemberName[];
  /** Field → name, for arguments. */
  readonly fields: ReadonlyMap<string, string>;
}

/** Something that a name stands for. */
export interface Named<Kind> {
  readonly collection: string;
  readonly kind: Kind;
}

/** The GraphQL names of a schema: the same for everybody, whatever they may see. */
export interface SchemaNames {
  readonly collections: ReadonlyMap<string, CollectionNames>;
  readonly types: ReadonlyMap<string, Named<TypeKind>>;
  /** Fields of `Query`, in order. */
  readonly queries: Readonly<Record<GraphQLScope, ReadonlyMap<string, Named<RootKind>>>>;
  readonly mutations: Readonly<Record<GraphQLScope, ReadonlyMap<string, Named<RootKind>>>>;
  readonly subscriptions: Readonly<Record<GraphQLScope, ReadonlyMap<string, Named<RootKind>>>>;
}

const typeNames: Readonly<Record<Exclude<TypeKind, 'object'>, (name: string) => string>> = {
  filter: (name) => `${name}_filter`,
  quantifierFilter: (name) => `${name}_quantifier_filter`,
  aggregated: (name) => `${name}_aggregated`,
  aggregatedFields: (name) => `${name}_aggregated_fields`,
  aggregatedExtremes: (name) => `${name}_aggregated_extremes`,
  aggregatedCount: (name) => `${name}_aggregated_count`,
  functions: (name) => `${name}_functions`,
  createInput: (name) => `create_${name}_input`,
  updateInput: (name) => `update_${name}_input`,
  mutated: (name) => `${name}_mutated`,
};

const queryNames: Readonly<Partial<Record<RootKind, (name: string) => string>>> = {
  item: (name) => `${name}_by_id`,
  aggregated: (name) => `${name}_aggregated`,
};

const mutationNames: Readonly<Partial<Record<RootKind, (name: string) => string>>> = {
  createItems: (name) => `create_${name}_items`,
  createItem: (name) => `create_${name}_item`,
  updateItems: (name) => `update_${name}_items`,
  updateBatch: (name) => `update_${name}_batch`,
  updateItem: (name) => `update_${name}_item`,
  updateSingleton: (name) => `update_${name}`,
  deleteItems: (name) => `delete_${name}_items`,
  deleteItem: (name) => `delete_${name}_item`,
};

const subscriptionNames: Readonly<Partial<Record<RootKind, (name: string) => string>>> = { mutated: (name) => `${name}_mutated` };

const known = new WeakMap<Schema, Map<string, SchemaNames>>();

/**
 * The GraphQL names of a schema. A name that GraphQL allows stays as it is; in others every character that it does not allow becomes `_`,
 * and `_` stands before a digit. Names that would then be equal are told apart by `_2`, `_3`…: what may keep its name keeps it.
 *
 * @param taken - names of types that plugins made: those of collections are told apart from them; names of fields do not depend on it
 */
export function namesOf(schema: Schema, taken: readonly string[] = []): SchemaNames {
  const key = taken.toSorted().join(' ');
  const named = known.get(schema) ?? new Map<string, SchemaNames>();
  known.set(schema, named);
  const names = named.get(key) ?? nameSchema(schema, new Set(taken));
  named.set(key, names);
  return names;
}

function nameSchema({ collections }: Schema, taken: ReadonlySet<string>): SchemaNames {
  const types = new Map<string, Named<TypeKind>>();
  const isTypeTaken = (name: string): boolean => types.has(name) || fixedTypeNames.has(name) || taken.has(name);
  const objects = nameAll([...collections.keys()], isTypeTaken);
  for (const [collection, name] of objects) types.set(name, { collection, kind: 'object' });
  const scopes = { items: new Map<string, string>(), system: new Map<string, string>() };
  for (const { name, system } of collections.values()) {
    const object = objects.get(name)!;
    scopes[system ? 'system' : 'items'].set(name, system ? object.replace(/^directus_/, '') : object);
  }
  const queries = { items: nameRoots(scopes.items, 'list', queryNames), system: nameRoots(scopes.system, 'list', queryNames) };
  const mutations = { items: nameRoots(scopes.items, null, mutationNames), system: nameRoots(scopes.system, null, mutationNames) };
  const subscriptions = {
    items: nameRoots(scopes.items, null, subscriptionNames), system: nameRoots(scopes.system, null, subscriptionNames),
  };
  const named = new Map([...collections.values()].map((collection) => {
    const object = objects.get(collection.name)!;
    const nameType = (kind: Exclude<TypeKind, 'object'>): string => {
      const name = freeName(typeNames[kind](object), isTypeTaken);
      types.set(name, { collection: collection.name, kind });
      return name;
    };
    const ofKinds: Record<TypeKind, string> = {
      object, filter: nameType('filter'), quantifierFilter: nameType('quantifierFilter'), aggregated: nameType('aggregated'),
      aggregatedFields: nameType('aggregatedFields'), aggregatedExtremes: nameType('aggregatedExtremes'),
      aggregatedCount: nameType('aggregatedCount'), functions: nameType('functions'), createInput: nameType('createInput'),
      updateInput: nameType('updateInput'), mutated: nameType('mutated'),
    };
    return [collection.name, { types: ofKinds, ...nameMembers(collection) }] as const;
  }));
  return { collections: named, types, queries, mutations, subscriptions };
}

/** The plain name of every collection first, so that a table named `books_by_id` keeps its name. */
function nameRoots(
  names: ReadonlyMap<string, string>, plain: RootKind | null, derived: Readonly<Partial<Record<RootKind, (name: string) => string>>>,
): ReadonlyMap<string, Named<RootKind>> {
  const taken = new Set(plain === null ? [] : names.values());
  const roots = new Map<string, Named<RootKind>>();
  for (const [collection, name] of names) {
    if (plain !== null) roots.set(name, { collection, kind: plain });
    for (const [kind, nameRoot] of Object.entries(derived)) {
      const root = freeName(nameRoot(name), (each) => taken.has(each));
      taken.add(root);
      roots.set(root, { collection, kind: kind as RootKind });
    }
  }
  return roots;
}

/** `_and` and the like are words of filters. */
const reserved: ReadonlySet<string> = new Set(['_and', '_or', '_some', '_none']);

function nameMembers({ fields, relations }: Collection): Pick<CollectionNames, 'members' | 'fields'> {
  const others = [...relations.values()].filter(({ name }) => !fields.has(name));
  const taken = new Set(reserved);
  const names = nameAll([...fields.keys(), ...others.map(({ name }) => name)], (name) => taken.has(name));
  for (const name of names.values()) taken.add(name);
  const members: MemberName[] = [];
  const addFunctions = (of: string, set: FunctionSet): void => {
    const name = freeName(`${names.get(of)!}_func`, (each) => taken.has(each));
    taken.add(name);
    members.push({ name, field: null, relation: null, functions: { of, set } });
  };
  for (const field of fields.values()) {
    members.push({ name: names.get(field.name)!, field, relation: relations.get(field.name) ?? null, functions: null });
    const set = functionSetOf(field);
    if (set) addFunctions(field.name, set);
  }
  for (const relation of others) {
    members.push({ name: names.get(relation.name)!, field: null, relation, functions: null });
    if (relation.kind === 'o2m') addFunctions(relation.name, 'count');
  }
  return { members, fields: new Map([...fields.keys()].map((name) => [name, names.get(name)!])) };
}

/** Names for all, those first that GraphQL allows as they are. */
function nameAll(originals: readonly string[], isTaken: (name: string) => boolean): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const used = new Set<string>();
  const taken = (name: string): boolean => used.has(name) || isTaken(name);
  const isPlain = (original: string): boolean => graphqlName(original) === original && !isTaken(original);
  for (const original of originals) if (isPlain(original)) used.add(original);
  for (const original of originals) {
    const name = isPlain(original) ? original : freeName(graphqlName(original), taken);
    used.add(name);
    names.set(original, name);
  }
  return names;
}

/** A name as GraphQL takes it: letters, digits and `_`, no digit first. Two `_` at the start are for introspection. */
function graphqlName(original: string): string {
  const letters = original.replaceAll(/[^_0-9A-Za-z]/g, '_').replace(/^__+/, '_');
  return letters === '' || /^\d/.test(letters) ? `_${letters}` : letters;
}

function freeName(wanted: string, isTaken: (name: string) => boolean): string {
  let name = wanted;
  for (let number = 2; isTaken(name); number += 1) name = `${wanted}_${number}`;
  return name;
}

