import { Type, type Static } from 'typebox';

const relation = Type.Object({
  fields: Type.Array(Type.String(), { minItems: 1, description: 'Fields of this collection that hold the key of the related item.' }),
  references: Type.String({
    description: 'What they refer to: `customers` (its key), `customers.number`, or `order_lines.(order_id,part)`. It must be unique there.',
  }),
  wayBack: Type.Optional(Type.String({
    minLength: 1,
    description: 'The name of the way back in the related collection, which `*` then holds. By default it gets a default name.',
  })),
}, { additionalProperties: false });

/**
 * The `mirror` section of the config: what of the database is shown, and under which names.
 * Everything in it is checked against the database when the schema is built.
 */
export const mirrorOptions = Type.Object({
  include: Type.Array(Type.String({ minLength: 1 }), {
    default: ['*'],
    description: 'Tables and views to mirror: `schema.table` or `table`, where `*` stands for any characters.',
  }),
  exclude: Type.Array(Type.String({ minLength: 1 }), {
    default: [],
    description: 'Tables and views to leave out, in the same form. Beats `include`.',
  }),
  names: Type.Record(Type.String(), Type.String({ minLength: 1 }), {
    default: {},
    description: 'Other names: default name → name, for collections (`tbl_books`), fields and relations (`tbl_books.author_id`).',
  }),
  keys: Type.Record(Type.String(), Type.Array(Type.String(), { minItems: 1 }), {
    default: {},
    description: 'Fields that tell the items of a view or a table without a primary key apart: `{ book_stats: [\'id\'] }`.',
  }),
  relations: Type.Record(Type.String(), Type.Union([Type.String(), relation]), {
    default: {},
    description: 'Names of relations. `authors.books: \'books.author_id\'` names a way back, so that `*` holds it; '
      + '`orders.customer: { fields, references }` names a relation to one item. Those that the database does not declare are made.',
  }),
  concealed: Type.Array(Type.String(), {
    default: [],
    description: 'Fields that hold secrets: `people.password_hash`. They are shown as `**********` where they are set; nothing can be filtered, '
      + 'sorted, searched, grouped or aggregated by them. They are written like any other.',
  }),
  singletons: Type.Array(Type.String(), {
    default: [],
    description: 'Collections of one row, answered as an object.',
  }),
}, { additionalProperties: false, default: {} });

/** The `mirror` section of the config, with its defaults filled in. */
export type MirrorOptions = Static<typeof mirrorOptions>;

/** The `mirror` section of a config that says nothing about it: every table and view, under the names of the database. */
export const mirrorDefaults: MirrorOptions = Object.freeze({
  include: ['*'], exclude: [], names: {}, keys: {}, relations: {}, concealed: [], singletons: [],
});
