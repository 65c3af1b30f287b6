import type { Condition, Expression, Rows } from '../plan/plan.js';
import type { Field, TableName } from '../schema/schema.js';
import { qualifiedName } from '../schema/selection.js';
import { columnName, noColumns, type Compiling, type Names } from './compiling.js';
import type { TypedSql } from './syntax.js';

/**
 * Compiles an expression: by `names`, or where it stands for other rows (a count, a least value) as a query of its own.
 *
 * @throws {Error} where the plan has an aggregate outside of a group, which is a bug of the planner
 */
export function compileExpression(expression: Expression, names: Names, compiling: Compiling): TypedSql {
  const { syntax } = compiling;
  const computed = names.computed(expression);
  if (computed) return computed;
  switch (expression.kind) {
    case 'column':
      return { sql: names.column(expression), type: expression.field.type, field: expression.field };
    case 'function':
      return {
        sql: syntax.function(expression.function, compileExpression(expression.argument, names, compiling)), type: 'integer', field: null,
      };
    case 'count':
      return { sql: countRows(expression.rows, names, compiling), type: 'count', field: null };
    case 'least': {
      const inner = rowNames(expression.rows, names, compiling);
      const value = compileExpression(expression.expression, inner, compiling);
      const rows = `${fromRows(expression.rows, inner, compiling)}${whereRows(expression.rows, inner, compiling)}`;
      const { alias } = expression.rows;
      if (!syntax.derivedSeesOuter || !isLookedUp(expression.expression)) {
        const least = syntax.aggregate('min', { ...value, sql: syntax.comparable(value) });
        return { ...least, sql: `(select ${least.sql} from ${rows})` };
      }
      const least = syntax.aggregate('min', { ...value, sql: `${alias}_v.v` });
      return { ...least, sql: `(select ${least.sql} from (select ${syntax.comparable(value)} as v from ${rows}) as ${alias}_v)` };
    }
    case 'key':
      return { sql: syntax.key(expression.parts.map((part) => compileExpression(part, names, compiling))), type: 'text', field: null };
    case 'text':
      return { sql: compiling.placeholder(expression), type: 'text', field: null };
    case 'aggregate':
      throw new Error('The plan has an aggregate outside of a group.');
  }
}

/** A value as `Syntax.comparable` has it. */
export function comparable(expression: Expression, names: Names, compiling: Compiling): string {
  return compiling.syntax.comparable(compileExpression(expression, names, compiling));
}

/** A value as `Syntax.sortable` has it. */
export function sortable(expression: Expression, names: Names, compiling: Compiling): string {
  return compiling.syntax.sortable(compileExpression(expression, names, compiling));
}

/** Compiles a condition; what an `exists` asks of other rows names those around it through `names`. */
export function compileCondition(condition: Condition, names: Names, compiling: Compiling): string {
  const { syntax } = compiling;
  switch (condition.kind) {
    case 'and':
    case 'or':
      return `(${condition.conditions.map((each) => compileCondition(each, names, compiling)).join(` ${condition.kind} `)})`;
    case 'not':
      return `not ${compileCondition(condition.condition, names, compiling)}`;
    case 'constant':
      return condition.value ? '1 = 1' : '1 = 0';
    case 'equal':
      return `${compileExpression(condition.left, names, compiling).sql} = ${compileExpression(condition.right, names, compiling).sql}`;
    case 'compare':
      return syntax.compare(
        condition.operator, compileExpression(condition.expression, names, compiling), condition.values.map(compiling.placeholder),
      );
    case 'exists': {
      const { rows, link, isOptional } = condition;
      const inner = rowNames(rows, names, compiling);
      const tie = compileCondition(link, inner, compiling);
      if (isOptional) {
        const tied = `left join ${fromRows(rows, inner, compiling, tie)}${whereRows(rows, inner, compiling)}`;
        return `exists (select 1 from (select 1 as one) as ${rows.alias}_one ${tied})`;
      }
      const where = rows.where ? ` and ${compileCondition(rows.where, inner, compiling)}` : '';
      return `exists (select 1 from ${fromRows(rows, inner, compiling)} where ${tie}${where})`;
    }
  }
}

/** The query that counts rows; it names those around it through `outer`. */
export function countRows(rows: Rows, outer: Names, compiling: Compiling): string {
  const names = rowNames(rows, outer, compiling);
  return `(select ${compiling.syntax.countAll} from ${fromRows(rows, names, compiling)}${whereRows(rows, names, compiling)})`;
}

/** Inside of rows their own columns go by their names; others are of the rows around them. */
export function rowNames(rows: Rows, outer: Names, { syntax }: Compiling): Names {
  const own = new Set([rows.alias, ...rows.joins.map((join) => join.alias)]);
  return { column: (column) => (own.has(column.alias) ? columnName(column, syntax) : outer.column(column)), computed: () => undefined };
}

/** The tables of rows, joined. `on` ties the first of them to what stands before it. */
export function fromRows(rows: Rows, names: Names, compiling: Compiling, on?: string): string {
  const joins = rows.joins.map((join) => ` left join ${tableSource(join, compiling)} on ${compileCondition(join.on, names, compiling)}`);
  return `${tableSource(rows, compiling)}${on === undefined ? '' : ` on ${on}`}${joins.join('')}`;
}

/** A table, or a derived one that has its masked values beside its columns. */
export function tableSource({ table, alias, masking }: Pick<Rows, 'table' | 'alias' | 'masking'>, compiling: Compiling): string {
  const { syntax } = compiling;
  const { alias: inner, columns, masks } = masking;
  if (masks.length === 0) return `${tableName(table, compiling)} as ${alias}`;
  const names: Names = {
    column: (column) => (column.alias === inner ? columnName(column, syntax) : noColumns.column(column)),
    computed: () => undefined,
  };
  const valueOf = (field: Field): string => columnName({ kind: 'column', alias: inner, field }, syntax);
  const selected = [
    ...columns.map(valueOf),
    ...masks.map(({ name, field, shown }) => (
      `case when ${compileCondition(shown, names, compiling)} then ${valueOf(field)} end as ${name}`)),
  ];
  return `(select ${selected.join(', ')} from ${tableName(table, compiling)} as ${inner}) as ${alias}`;
}

/** The `where` of rows, with the space before it; empty where every row counts. */
export function whereRows(rows: Rows, names: Names, compiling: Compiling): string {
  if (!rows.where || (rows.where.kind === 'constant' && rows.where.value)) return '';
  return ` where ${compileCondition(rows.where, names, compiling)}`;
}

function tableName(table: TableName, { syntax, tables }: Compiling): string {
  const { schema, name } = table;
  tables.add(qualifiedName(table));
  return schema === null ? syntax.quoteName(name) : `${syntax.quoteName(schema)}.${syntax.quoteName(name)}`;
}

/** Whether a value comes out of other rows. */
export function isLookedUp({ kind }: Expression): boolean {
  return kind === 'count' || kind === 'least';
}
