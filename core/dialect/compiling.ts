import type { Expression, SlotReference } from '../plan/plan.js';
import type { Representation } from '../query/query.js';
import type { Syntax, TypedSql } from './syntax.js';

/** What every part of one statement shares while it is compiled. */
export interface Compiling {
  readonly syntax: Syntax;
  /** Every table that is named, as `qualifiedName` writes it. */
  readonly tables: Set<string>;
  readonly representation: Representation;
  /** Whether a related row is looked up for each item by a query of its own, rather than joined. */
  readonly looksUp: boolean;
  /** The dialect's placeholder of a value: the same one wherever the plan names its slot again. */
  readonly placeholder: (slot: SlotReference) => string;
}

/** A column as the plan names it: by the alias of its rows. */
export type Column = Extract<Expression, { kind: 'column' }>;

/** What the names of a plan are in the part of the statement that is being written. */
export interface Names {
  readonly column: (column: Column) => string;
  /** Of expressions that a derived table has computed already. */
  readonly computed: (expression: Expression) => TypedSql | undefined;
}

/** Where no rows are in sight. A column that is named there is a bug of the plan. */
export const noColumns: Names = {
  column: ({ alias }) => {
    throw new Error(`The plan names "${alias}" outside of its rows.`);
  },
  computed: () => undefined,
};

/** A column by the name that its rows give it. */
export function columnName({ alias, field, mask }: Column, syntax: Syntax): string {
  return `${alias}.${mask ?? syntax.quoteName(field.column)}`;
}
