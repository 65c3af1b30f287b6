import type { Knex } from 'knex';
import { AjvValidator, Model, type ColumnNameMappers, type Pojo, type RelationMappings, type TableMetadata, type Validator } from 'objection';
import { jsonSchemaOf } from './json-schema.js';
import { LazyMap } from './lazy-map.js';
import { knexWithNames } from './model-knex.js';
import { identifiers, modelNames } from './model-names.js';
import { freeName } from './names.js';
import type { Collection, Relation, Schema } from './schema.js';

/**
 * One Objection model class for each collection, by its name. A class is made when it is first asked for.
 *
 * Models are unrestricted: no permission is checked. Their properties are the fields' names; their queries name columns. `modelNames`
 * tells which property stands for a field or relation, where that is not its own name.
 */
export function createModels(schema: Schema, knex: Knex): ReadonlyMap<string, typeof Model> {
  const words = identifiers(schema);
  const models: LazyMap<typeof Model> = new LazyMap([...schema.collections.keys()], (name) => {
    const collection = schema.collections.get(name);
    if (collection === undefined) throw new Error(`No collection "${name}".`);
    return createModel(collection, context);
  });
  const context: Context = { schema, words, models, knex: knexWithNames(knex, words), validator: createValidator() };
  return models;
}

interface Context {
  readonly schema: Schema;
  /** What stands in queries for a name that knex would take apart. */
  readonly words: ReadonlyMap<string, string>;
  readonly models: ReadonlyMap<string, typeof Model>;
  readonly knex: Knex;
  readonly validator: Validator;
}

function createModel(collection: Collection, context: Context): typeof Model {
  const word = (name: string): string => context.words.get(name) ?? name;
  const properties = modelNames(collection).fields;
  const columns = new Set([...collection.fields.values()].map(({ column }) => column));
  const fields = [...collection.fields.values()].map(({ name, column, type }) => ({
    type, property: properties.get(name) ?? name, column, word: word(column),
    rowKey: column === '__proto__' ? freeName(`${word(column)}_value`, (taken) => columns.has(taken)) : column,
  }));
  const key = collection.key.map((name) => word(collection.fields.get(name)?.column ?? name));
  const base = fields.some(({ column, rowKey }) => column !== rowKey) ? modelThatSelects(fields) : Model;

  class CollectionModel extends base {
    static override tableName = tableWord(collection, word);
    // Objection takes null for "no key", which its types do not know.
    static override idColumn = (key.length > 1 ? key : key[0] ?? null) as string;
    static override jsonSchema = jsonSchemaOf(collection, properties);
    // Named here since Objection takes every array for JSON, which a database with arrays does not.
    static override jsonAttributes = fields.filter(({ type }) => type === 'json').map(({ property }) => property);
    static override relationMappings = (): RelationMappings => relationMappings(collection, context, word);

    static override createValidator(): Validator {
      return context.validator;
    }

    static override tableMetadata(): TableMetadata {
      return { columns: fields.map((field) => field.word) };
    }
  }
  if (fields.some(({ column, property }) => column !== property)) CollectionModel.columnNameMappers = mappers(fields);
  Object.defineProperty(CollectionModel, 'name', { value: collection.name });
  CollectionModel.knex(context.knex);
  return CollectionModel;
}

function tableWord({ table }: Collection, word: (name: string) => string): string {
  return table.schema === null ? word(table.name) : `${word(table.schema)}.${word(table.name)}`;
}

function relationMappings(collection: Collection, { schema, models }: Context, word: (name: string) => string): RelationMappings {
  const properties = modelNames(collection).relations;
  return Object.fromEntries([...collection.relations.values()].map((relation: Relation) => {
    const related = schema.collections.get(relation.relatedCollection);
    const modelClass = models.get(relation.relatedCollection);
    if (related === undefined || modelClass === undefined) throw new Error(`No collection "${relation.relatedCollection}".`);
    return [properties.get(relation.name) ?? relation.name, {
      relation: relation.kind === 'm2o' ? Model.BelongsToOneRelation : Model.HasManyRelation,
      modelClass,
      join: { from: columnWords(collection, relation.fields, word), to: columnWords(related, relation.relatedFields, word) },
    }];
  }));
}

function columnWords(of: Collection, fields: readonly string[], word: (name: string) => string): string[] {
  return fields.map((field) => `${tableWord(of, word)}.${word(of.fields.get(field)?.column ?? field)}`);
}

interface NamedColumn {
  readonly property: string;
  readonly column: string;
  /** What stands for the column in queries. */
  readonly word: string;
  /** What a row holds it under: its name, but for `__proto__`. */
  readonly rowKey: string;
}

function mappers(fields: readonly NamedColumn[]): ColumnNameMappers {
  const toProperty = new Map(fields.flatMap(({ rowKey, word, property }) => [[rowKey, property], [word, property]] as const));
  const toWord = new Map(fields.map(({ word, property }) => [property, word]));
  return { parse: (row) => rename(row, toProperty), format: (row) => rename(row, toWord) };
}

function rename(row: Pojo, names: ReadonlyMap<string, string>): Pojo {
  return Object.fromEntries(Object.entries(row).map(([name, value]: [string, unknown]) => [names.get(name) ?? name, value]));
}

/**
 * Reads a column named `__proto__`, which a driver's row cannot hold: every query that would select `*` names the columns instead. Such a
 * table cannot be read by `withGraphJoined`, which names all columns itself.
 */
function modelThatSelects(fields: readonly NamedColumn[]): typeof Model {
  return class extends Model {
    static override query(...given: never[]) {
      return super.query(...given).onBuild((builder) => {
        if (!builder.isFind() || builder.hasSelects()) return;
        const table = builder.tableRefFor(builder.modelClass());
        for (const { column, word, rowKey } of fields) builder.select(column === rowKey ? `${table}.${word}` : `${table}.${word} as ${rowKey}`);
      });
    }
  };
}

/** One for all models of a schema: each holds two instances of Ajv, and they are large. */
function createValidator(): Validator {
  return new AjvValidator({
    onCreateAjv: () => undefined,
    options: { allErrors: true, allowUnionTypes: true, ownProperties: true },
  });
}
