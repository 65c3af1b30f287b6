import type { Slot } from '../plan/plan.js';
import type { FunctionName, Operator } from '../query/filter.js';
import type { AggregateFunction, Representation } from '../query/query.js';
import type { ApiType } from '../schema/catalog.js';
import type { Field } from '../schema/schema.js';

/**
 * The words of one dialect's SQL: all that differs between databases when a plan is compiled. `compileRead` puts them together.
 *
 * SQL texts that are passed in are whole expressions; what comes out must be one too.
 */
export interface Syntax {
  /** One name, quoted whole. */
  quoteName(name: string): string;
  /** The placeholder at a position (from 1), cast to what its slot is compared with. The same position may occur twice. */
  placeholder(position: number, slot: Slot): string;
  /** Turns a slot's value into what the driver binds. */
  encode(slot: Slot): (value: unknown) => unknown;
  /** A value in the form it compares and groups by: a text that holds a date as that date. */
  comparable(value: TypedSql): string;
  /** A value in the form that rows are sorted by: mostly `comparable`, but a text in the order of its column, so that an index serves. */
  sortable(value: TypedSql): string;
  /** A comparison. `placeholders` are as many as the operator has values. */
  compare(operator: Operator, value: TypedSql, placeholders: readonly string[]): string;
  function(name: FunctionName, argument: TypedSql): string;
  aggregate(name: AggregateFunction, argument: TypedSql | null): TypedSql;
  /** The result of an aggregate in the form it sorts by. */
  sortableAggregate(value: TypedSql): string;
  /** A composite key in URL form: parts percent-encoded, joined by `,`. */
  key(parts: readonly TypedSql[]): string;
  /** A value as JSON, for `object` and `array` to embed. */
  json(value: TypedSql, representation: Representation): string;
  /** A JSON object. Keys come in order; a `name` is from the schema, a `placeholder` is bound. */
  object(members: readonly SqlMember[]): string;
  /**
   * The JSON of an item as one row under an alias, joined to what stands in FROM before it: an object of members, or a value that is JSON
   * already. null where the dialect has no such row, or not of this.
   */
  row(item: { readonly members: readonly SqlMember[] } | { readonly value: string }, alias: string): SqlRow | null;
  /**
   * An aggregate that makes a JSON array of items, `[]` for none. `order` is empty where the rows come in order. `page` cuts the array where
   * `derivedSeesOuter` is false: it is what `page` made, else empty.
   */
  array(item: string, order: string, page: string): string;
  /** A value as JSON that loses nothing, moments not cut: in which it can be bound again. */
  exactJson(value: TypedSql): string;
  /** JSON as the text that is sent. */
  readonly text: (json: string) => string;
  /** A count or a whole number, as text; NULL stays NULL. */
  countText(sql: string): string;
  /** One term of ORDER BY: NULL last ascending, first descending. */
  order(sql: string, descending: boolean, nullable: boolean): string;
  /**
   * ORDER BY, LIMIT and OFFSET of a derived table, with a leading space. The terms of the order may be empty, limit and offset null; a
   * limit is more than 0 where it is a number. An order alone may be left out.
   */
  page(order: string, limit: string | null, offset: string | null): string;
  /** Whether ORDER BY can compute with the name that a column got in SELECT: it is named in a derived table otherwise. */
  readonly computesInOrder: boolean;
  /** How many rows there are, beyond 32 bits. */
  readonly countAll: string;
  /** How to group by a column, which is `comparable`, so that values are told apart as `_eq` does. */
  groupKey(value: TypedSql): SqlGroupKey;
  /** Whether a derived table may name columns of the rows that are around it. */
  readonly derivedSeesOuter: boolean;
  /**
   * Whether each item of a short list looks its related row up by a query of its own: quicker where the database would rather read the whole
   * related table to join it.
   */
  readonly looksUpRelated: boolean;
  /** Whether an aggregate sees the rows of a derived table in that table's order. */
  readonly keepsDerivedOrder: boolean;
  /** What follows the name of a table in an INSERT of a row that is all defaults. */
  readonly defaultRow: string;
  /** The placeholder at a position (from 1) for a value that is stored in a field. */
  assigned(position: number, field: Field): string;
  /** Turns a value as `storedValue` gives it into what the driver binds to store it in a field. */
  stored(field: Field): (value: unknown) => unknown;
  /**
   * What makes a SELECT keep others from changing its rows until the transaction ends, with a leading space; empty where nothing has to.
   */
  readonly lockRows: string;
}

/** An SQL expression and what the API knows of its value. */
export interface TypedSql {
  readonly sql: string;
  /** `count` is a number of rows: text in REST, a number in GraphQL. */
  readonly type: ApiType | 'count';
  /** The field it is a value of; null where it is computed. */
  readonly field: Field | null;
}

/** A key that rows are grouped by. */
export interface SqlGroupKey {
  /** Terms of GROUP BY. */
  readonly terms: readonly string[];
  /** Its value in each group. */
  readonly value: string;
}

/** A row that is joined in FROM. */
export interface SqlRow {
  /** The join: `cross join lateral (…) as t0_r`. */
  readonly from: string;
  /** Its JSON. */
  readonly item: string;
}

export type SqlMember = { readonly value: string } & ({ readonly name: string } | { readonly placeholder: string });
