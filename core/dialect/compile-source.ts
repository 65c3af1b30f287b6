import { and } from '../plan/and.js';
import type { Condition, Expression, List, Rows } from '../plan/plan.js';
import { comparable, compileExpression, fromRows, isLookedUp, rowNames, sortable, whereRows } from './compile-rows.js';
import type { Compiling, Names } from './compiling.js';
import type { TypedSql } from './syntax.js';

/** Aggregates and their orders name columns only: what is looked up in other rows has to be one first. */
export function sourceOf(list: List, outer: Names, compiling: Compiling): Source {
  if (list.group) return groupSource(list, outer, compiling);
  const isWhole = list.limit === null && !list.offset && !list.order.some(({ expression }) => isLookedUp(expression));
  return isWhole ? wholeSource(list, outer, compiling) : cutSource(list, outer, compiling);
}

/** Where the items of a list come from. `from` and `terms` are asked for last: a shape decides which columns are needed. */
export interface Source {
  readonly names: Names;
  readonly isDerived: boolean;
  terms(): readonly string[];
  /** `joins` are what the shape joins to the rows. */
  from(joins: string): string;
}

/** All rows of a table. */
export function wholeSource(list: List, outer: Names, compiling: Compiling): Source {
  const names = rowNames(list.rows, outer, compiling);
  return {
    names,
    isDerived: false,
    terms: () => distinct(list.order.map((order) =>
      compiling.syntax.order(sortable(order.expression, names, compiling), order.descending, order.nullable))),
    from: (joins) => `${fromRows(list.rows, names, compiling)}${joins}${whereRows(list.rows, names, compiling)}`,
  };
}

/** Some rows of a table: cut off in a derived table, before anything is computed from them. */
function cutSource(list: List, outer: Names, compiling: Compiling): Source {
  const { syntax } = compiling;
  const inner = rowNames(list.rows, outer, compiling);
  const own = new Set([list.rows.alias, ...list.rows.joins.map((join) => join.alias)]);
  const columns = new Map<string, string>();
  const orders = list.order.map(({ expression }, i) => `${sortable(expression, inner, compiling)} as o${i}`);
  const nameOf = (sql: string) => {
    const name = columns.get(sql) ?? `c${columns.size}`;
    columns.set(sql, name);
    return `${list.rows.alias}.${name}`;
  };
  return {
    names: { column: (column) => (own.has(column.alias) ? nameOf(inner.column(column)) : outer.column(column)), computed: () => undefined },
    isDerived: true,
    terms: () => list.order.map(({ descending, nullable }, i) => syntax.order(`${list.rows.alias}.o${i}`, descending, nullable)),
    from(joins) {
      const selected = [...columns].map(([sql, name]) => `${sql} as ${name}`).concat(orders);
      const orderBy = list.order.map(({ descending, nullable }, i) => syntax.order(`o${i}`, descending, nullable));
      const rows = `select ${selected.join(', ') || '1 as c0'} from ${fromRows(list.rows, inner, compiling)}`
        + (list.limit === 0 ? ' where 1 = 0' : whereRows(list.rows, inner, compiling));
      return `(${orderedRows(rows, orderBy, list, compiling)}) as ${list.rows.alias}${joins}`;
    },
  };
}

/**
 * Groups of rows: keys and arguments are columns of one derived table, groups and their aggregates of another around it.
 *
 * @param isApart - whether that table cannot see what is around it: it holds the groups of every parent then, and is tied to them outside
 */
export function groupSource(list: List, outer: Names, compiling: Compiling, isApart = false): Source {
  const { syntax } = compiling;
  const { alias } = list.rows;
  const { rows, ties } = isApart ? untied(list.rows) : { rows: list.rows, ties: [] };
  const inner = rowNames(rows, outer, compiling);
  const rowColumns = ties.map(({ left }, i) => `${compileExpression(left, inner, compiling).sql} as p${i}`);
  const groupColumns = ties.map((_, i) => `p${i}`);
  const tied = ties.map(({ right }, i) => `${alias}.p${i} = ${compileExpression(right, outer, compiling).sql}`).join(' and ');
  const computed = new Map<Expression, TypedSql>();
  const keys = list.group!.keys.flatMap((key, i) => {
    const value = compileExpression(key, inner, compiling);
    const name = `k${i}`;
    const groupKey = syntax.groupKey({ ...value, sql: name });
    rowColumns.push(`${syntax.comparable(value)} as ${name}`);
    groupColumns.push(groupKey.value === name ? name : `${groupKey.value} as ${name}`);
    computed.set(key, { ...value, sql: `${alias}.${name}` });
    return groupKey.terms;
  });
  const aggregateOf = (expression: Extract<Expression, { kind: 'aggregate' }>): TypedSql => {
    const known = computed.get(expression);
    if (known) return known;
    const name = `a${computed.size}`;
    let argument: TypedSql | null = null;
    if (expression.argument) {
      argument = { ...compileExpression(expression.argument, inner, compiling), sql: `${alias}.x${computed.size}` };
      rowColumns.push(`${comparable(expression.argument, inner, compiling)} as x${computed.size}`);
    }
    const aggregate = syntax.aggregate(expression.function, argument);
    groupColumns.push(`${aggregate.sql} as ${name}`);
    // Of a parent without rows there is no group at all.
    const isMissing = isApart && keys.length === 0 && aggregate.type === 'count';
    const result = { ...aggregate, sql: isMissing ? `coalesce(${alias}.${name}, 0)` : `${alias}.${name}` };
    computed.set(expression, result);
    return result;
  };
  const names: Names = {
    column: outer.column,
    computed: (expression) => (expression.kind === 'aggregate' ? aggregateOf(expression) : computed.get(expression)),
  };
  const termsOf = (qualified: boolean) => list.order.map(({ expression, descending, nullable }) => {
    const value = names.computed(expression)!;
    const named = qualified ? value : { ...value, sql: value.sql.slice(alias.length + 1) };
    return syntax.order(expression.kind === 'aggregate' ? syntax.sortableAggregate(named) : named.sql, descending, nullable);
  });
  return {
    names,
    isDerived: true,
    terms: () => termsOf(true),
    from(joins) {
      const source = `${fromRows(rows, inner, compiling)}${whereRows(rows, inner, compiling)}`;
      const groupedBy = [...ties.map((_, i) => `p${i}`), ...keys];
      // Without a key or an aggregate all rows are one group all the same.
      const groups = `select ${groupColumns.join(', ') || 'count(*) as a0'} `
        + `from (select ${rowColumns.join(', ') || '1 as c0'} from ${source}) as ${alias}`
        + (groupedBy.length > 0 ? ` group by ${groupedBy.join(', ')}` : '') + (list.limit === 0 ? ' having 1 = 0' : '');
      if (!isApart) return `(${orderedRows(groups, termsOf(false), list, compiling)}) as ${alias}${joins}`;
      return keys.length > 0 ? `(${groups}) as ${alias}${joins} where ${tied}`
        : `(select 1 as one) as ${alias}_one left join (${groups}) as ${alias} on ${tied}${joins}${list.limit === 0 ? ' where 1 = 0' : ''}`;
    },
  };
}

type Tie = Extract<Condition, { kind: 'equal' }>;

/** Rows without what ties them to those around them. */
function untied(rows: Rows): { rows: Rows; ties: readonly Tie[] } {
  const own = new Set([rows.alias, ...rows.joins.map((join) => join.alias)]);
  const conditions = rows.where === null ? [] : rows.where.kind === 'and' ? rows.where.conditions : [rows.where];
  const isTie = (each: Condition): each is Tie => each.kind === 'equal' && each.right.kind === 'column' && !own.has(each.right.alias);
  return { rows: { ...rows, where: and(conditions.filter((each) => !isTie(each))) }, ties: conditions.filter(isTie) };
}

/** Rows in order, cut to a page. Terms of the order are names of selected columns. */
function orderedRows(rows: string, terms: readonly string[], list: List, compiling: Compiling): string {
  const { syntax } = compiling;
  const page = pageOf(distinct(terms).join(', '), list, compiling);
  const isPlain = syntax.computesInOrder || !list.order.some(({ nullable }) => nullable);
  return isPlain || page === '' ? `${rows}${page}` : `select * from (${rows}) as ${list.rows.alias}${page}`;
}

export function pageOf(order: string, list: List, { syntax, placeholder }: Compiling): string {
  const limit = typeof list.limit === 'number' ? String(list.limit) : list.limit && placeholder(list.limit);
  return syntax.page(order, list.limit === 0 ? null : limit, list.offset && placeholder(list.offset));
}

/** Ordering twice by one column changes nothing, and some databases refuse it. */
function distinct(terms: readonly string[]): string[] {
  return [...new Set(terms)];
}
