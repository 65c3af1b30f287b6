import { Model } from 'objection';
import { freeName } from './names.js';
import type { Collection, Schema } from './schema.js';

/** How a model names what a collection has: a property for each of its fields and relations. */
export interface ModelNames {
  /** Field → property. */
  readonly fields: ReadonlyMap<string, string>;
  /** Relation → property. */
  readonly relations: ReadonlyMap<string, string>;
}

/**
 * The properties of a collection's model. A field's is its name, a relation's too, with two exceptions: names that knex or Objection
 * would read as more than a name (`a.b`, `a as b`, `*`, `constructor`…) get similar plain ones, and a relation that bears the name of
 * its own field is `<field>_item`, since a property can hold the key or the item but not both.
 */
export function modelNames(collection: Collection): ModelNames {
  const taken = new Set<string>();
  const claim = (wanted: string): string => {
    const name = freeName(wanted, (property) => taken.has(property));
    taken.add(name);
    return name;
  };
  const fields = new Map<string, string>();
  const relations = new Map<string, string>();
  const plainFields = [...collection.fields.keys()].filter(isPlainColumn);
  const plainRelations = [...collection.relations.keys()].filter((name) => isPlainName(name) && !collection.fields.has(name));
  for (const name of plainFields) fields.set(name, claim(name));
  for (const name of plainRelations) relations.set(name, claim(name));
  for (const name of collection.fields.keys()) if (!fields.has(name)) fields.set(name, claim(plainName(name)));
  for (const name of collection.relations.keys()) {
    if (!relations.has(name)) relations.set(name, claim(collection.fields.has(name) ? `${plainName(name)}_item` : plainName(name)));
  }
  return { fields, relations };
}

/**
 * Plain words that stand in the models' queries for the tables and columns whose names knex would take apart: name → word. No word is
 * the name of anything in the schema, so that each means one thing wherever it stands.
 */
export function identifiers(schema: Schema): ReadonlyMap<string, string> {
  const names = new Set<string>();
  const odd = new Set<string>();
  for (const { table, fields, relations } of schema.collections.values()) {
    for (const name of table.schema === null ? [table.name] : [table.schema, table.name]) {
      names.add(name);
      if (!isPlainName(name)) odd.add(name);
    }
    for (const { column } of fields.values()) {
      names.add(column);
      if (!isPlainColumn(column)) odd.add(column);
    }
    for (const name of relations.keys()) names.add(name);
  }
  const words = new Map<string, string>();
  for (const name of [...odd].sort()) {
    const word = freeName(plainName(name), (taken) => names.has(taken));
    names.add(word);
    words.set(name, word);
  }
  return words;
}

/** A name that neither knex nor Objection's expressions take apart, and no property that every model has. */
function isPlainName(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u.test(name) && !(name in Model.prototype);
}

/** The same for a column, which may begin with a digit and hold single spaces, but not ` as `. */
function isPlainColumn(name: string): boolean {
  return /^[\p{L}\p{N}_]+(?: [\p{L}\p{M}\p{N}_]+)*$/u.test(name) && !/ as /iu.test(name) && !(name in Model.prototype);
}

function plainName(name: string): string {
  const word = name.replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '_').replaceAll(/^_+|_+$/g, '');
  if (word === '') return 'column';
  return isPlainName(word) ? word : `_${word}`;
}
