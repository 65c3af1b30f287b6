import type { FilterValue, FunctionName, Operator } from '../query/filter.js';
import type { AggregateFunction, MetaName, Representation } from '../query/query.js';
import type { ApiType } from '../schema/catalog.js';
import type { Field, TableName } from '../schema/schema.js';

/**
 * What to do for one read, in no dialect's words: plain frozen data that a dialect compiles into one statement.
 *
 * Values are not in it. They are slots, numbered in `slots`, so that one plan serves every request of its shape.
 */
export interface ReadPlan {
  readonly list: List;
  /** One item, answered without a list around it: by its key, or the only one of its collection. */
  readonly single: 'by key' | 'singleton' | null;
  readonly meta: readonly Count[];
  readonly representation: Representation;
  readonly slots: readonly Slot[];
  /** `page` where the list is known to be short, so that one row can hold it. */
  readonly answers: 'page' | 'rows';
}

/** A number for `meta`: how many rows there are. */
export interface Count {
  readonly name: MetaName;
  readonly rows: Rows;
}

/** Rows of one table with the to-one relations that conditions and orders look into. Never multiplied by a join. */
export interface Rows {
  readonly table: TableName;
  /** Unique in the plan: `t0`, `t1`… */
  readonly alias: string;
  /** In the order they depend on each other. */
  readonly joins: readonly Join[];
  readonly where: Condition | null;
  readonly masking: Masking;
}

/** A left join along a to-one relation. */
export interface Join {
  readonly table: TableName;
  readonly alias: string;
  readonly on: Condition;
  /** Whether an index leads to the row, as it does in a table. */
  readonly isIndexed: boolean;
  readonly masking: Masking;
}

/**
 * Values of a table that not every one of its rows shows. Where there are any, a derived table stands in the table's place, with a column
 * for each beside those that are read as they are: whatever uses one, a filter or an aggregate, sees NULL where it is hidden.
 */
export interface Masking {
  /** Of the table within the derived one: conditions of masks name it. */
  readonly alias: string;
  /** Columns that are read as they are. */
  readonly columns: readonly Field[];
  /** Empty: the table is read itself. */
  readonly masks: readonly Mask[];
}

export interface Mask {
  /** Of the column in the derived table; none of the table's has it. */
  readonly name: string;
  readonly field: Field;
  /** The rows that show it. */
  readonly shown: Condition;
}

/** Items of a collection: rows, or groups of them, in a total order, and the JSON of each. */
export interface List {
  readonly rows: Rows;
  /** null: one item a row. Otherwise one item a group (`keys` empty: one group of all rows). */
  readonly group: Group | null;
  readonly order: readonly Order[];
  /** null for all. A number is written into the statement, so that the database plans for it; it is part of the query's shape. */
  readonly limit: SlotReference | number | null;
  readonly offset: SlotReference | null;
  readonly item: Shape;
}

export interface Group {
  /** What the rows are grouped by. */
  readonly keys: readonly Expression[];
}

export interface Order {
  readonly expression: Expression;
  readonly descending: boolean;
  /** Whether the expression can be null: NULL comes last ascending and first descending. */
  readonly nullable: boolean;
}

/** The JSON of something. */
export type Shape =
  | { readonly kind: 'value'; readonly expression: Expression; readonly form?: ValueForm }
  /** Some members may hold nested items. */
  | { readonly kind: 'object'; readonly members: readonly Member[] }
  /**
   * A to-one relation: its object where `present` is not null, else null. `join` looks for the row, and has its own joins with it; null where
   * the row is there for certain, and no more of it is needed than what refers to it.
   */
  | { readonly kind: 'related'; readonly join: Join | null; readonly present: Expression; readonly shape: Shape }
  /** A nested list. */
  | { readonly kind: 'list'; readonly list: List };

/**
 * How a value is written where the representation does not decide: `key` as a text, `rest` as REST would, `number` as a double.
 */
export type ValueForm = 'key' | 'rest' | 'number';

export interface Member {
  readonly key: Key;
  readonly shape: Shape;
}

/** The key of a JSON object: a name from the schema, or one the client chose, which is bound like any value. */
export type Key = { readonly name: string } | SlotReference;

/** A value computed from a row. */
export type Expression =
  /** `mask`: the name of the mask that it is read through. */
  | { readonly kind: 'column'; readonly alias: string; readonly field: Field; readonly mask?: string }
  /** A part of a date or time, or the length of a JSON array. */
  | { readonly kind: 'function'; readonly function: FunctionName; readonly argument: Expression; readonly type: ApiType }
  /** How many rows there are. */
  | { readonly kind: 'count'; readonly rows: Rows }
  /** The least value of an expression over rows: what an o2m path sorts by. */
  | { readonly kind: 'least'; readonly rows: Rows; readonly expression: Expression }
  /** A function over a group. No argument: `*`. */
  | { readonly kind: 'aggregate'; readonly function: AggregateFunction; readonly argument: Expression | null }
  /** A key in URL form: of one field its text, of several the percent-encoded parts joined by `,`. */
  | { readonly kind: 'key'; readonly parts: readonly Expression[] }
  /** The same text for every row. */
  | { readonly kind: 'text'; readonly slot: number };

/** What a row must meet. As in SQL, a comparison with NULL is neither true nor false. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'compare'; readonly operator: Operator; readonly expression: Expression; readonly values: readonly SlotReference[] }
  /** Two columns of different rows: the two ends of a relation. */
  | { readonly kind: 'equal'; readonly left: Expression; readonly right: Expression }
  /**
   * Whether there is a row that `link` ties to the outer one and `rows.where` accepts. An optional one is a left join: where
   * nothing is linked, one row of nulls stands in for it.
   */
  | { readonly kind: 'exists'; readonly rows: Rows; readonly link: Condition; readonly isOptional: boolean };

export interface SlotReference {
  readonly slot: number;
}

/** Where a value comes from and what it must be before it is bound. */
export interface Slot {
  readonly source: ValueSource;
  /** The type of what it is compared with; `count` for a limit or offset, `text` for a name. */
  readonly type: ApiType | 'count';
  /** Bound as one value whatever its length. */
  readonly isList: boolean;
  /** The values an enum allows; null where any is. */
  readonly values: readonly string[] | null;
  /** What the slot is for: a `key` that does not fit its type is an item that does not exist. */
  readonly purpose: 'value' | 'key' | 'name' | 'page';
  /** Where the client wrote it, for errors. */
  readonly path: string;
}

/** A value of the request, by its number in what `parametrise` took out, or one that the view itself holds. */
export type ValueSource =
  | {
      readonly request: number;
      /** Of a list of keys: which. */
      readonly index?: number;
      /** Of a composite key in URL form: which part. */
      readonly part?: { readonly number: number; readonly of: number };
    }
  | { readonly constant: FilterValue };
