import { and } from '../plan/and.js';
import type { Condition, Expression, Join, List, Member, ReadPlan, Rows, Shape, SlotReference, ValueForm } from '../plan/plan.js';
import type { Representation } from '../query/query.js';
import type { Field, TableName } from '../schema/schema.js';
import { qualifiedName } from '../schema/selection.js';
import type { Parameter, Statement } from './dialect.js';
import type { SqlMember, Syntax, TypedSql } from './syntax.js';

/**
 * Compiles a plan into one statement in a dialect's words. Its first column is JSON text, the others are the counts of `meta`.
 *
 * The rows of a list are picked, ordered and cut in a derived table of bare columns; JSON is built outside of it, for the rows
 * that are left only. With counts there is a row even where the list is empty: its first column is NULL then.
 */
export function compileRead(plan: ReadPlan, syntax: Syntax): Statement {
  const parameters: Parameter[] = [];
  const positions = new Map<number, string>();
  const tables = new Set<string>();
  const compiling: Compiling = {
    syntax,
    tables,
    representation: plan.representation,
    placeholder: ({ slot }) => {
      let placeholder = positions.get(slot);
      if (placeholder === undefined) {
        const description = plan.slots[slot]!;
        parameters.push({ slot, encode: syntax.encode(description) });
        placeholder = syntax.placeholder(parameters.length, description);
        positions.set(slot, placeholder);
      }
      return placeholder;
    },
  };
  const counts = plan.meta.map(({ rows }) => syntax.countText(countRows(rows, noColumns, compiling)));
  const sql = statementText(plan, counts, compiling);
  return { sql, parameters, answers: plan.answers, tables: [...tables] };
}

interface Compiling {
  readonly syntax: Syntax;
  /** Every table that is named, as `qualifiedName` writes it. */
  readonly tables: Set<string>;
  readonly representation: Representation;
  readonly placeholder: (slot: SlotReference) => string;
}

type Column = Extract<Expression, { kind: 'column' }>;

/** What the names of a plan are in the part of the statement that is being written. */
interface Names {
  readonly column: (column: Column) => string;
  /** Of expressions that a derived table has computed already. */
  readonly computed: (expression: Expression) => TypedSql | undefined;
}

const noColumns: Names = {
  column: ({ alias }) => {
    throw new Error(`The plan names "${alias}" outside of its rows.`);
  },
  computed: () => undefined,
};

function statementText(plan: ReadPlan, counts: readonly string[], compiling: Compiling): string {
  const { text } = compiling.syntax;
  if (plan.answers === 'page') {
    const { item, from, order } = compileList(plan.list, noColumns, compiling);
    const page = `select ${text(compiling.syntax.array(item, order, ''))} from ${from}`;
    return counts.length === 0 ? page : `select (${page}), ${counts.join(', ')}`;
  }
  const { item, from, terms } = compileList(plan.list, noColumns, compiling);
  if (counts.length === 0) return `select ${text(item)} from ${from}${terms.length > 0 ? ` order by ${terms.join(', ')}` : ''}`;
  const orderBy = `order by ${terms.join(', ') || '(select null)'}`;
  const named = counts.map((count, i) => `${count} as m${i}`);
  return `select l.j, ${counts.map((_, i) => `m.m${i}`).join(', ')} from (select ${named.join(', ')}) as m `
    + `left join (select ${text(item)} as j, row_number() over (${orderBy}) as n from ${from}) as l on 1 = 1 order by l.n`;
}

interface CompiledList {
  /** The JSON of an item. */
  readonly item: string;
  readonly from: string;
  /** The order of the items by columns of `from`. */
  readonly terms: readonly string[];
  /** The order that an aggregate over `from` must be told: empty where the rows come in it. */
  readonly order: string;
}

function compileList(list: List, outer: Names, compiling: Compiling): CompiledList {
  return compileSource(list, sourceOf(list, outer, compiling), compiling);
}

function compileSource(list: List, source: Source, compiling: Compiling): CompiledList {
  const joins: string[] = [];
  const { item, row } = compileItem(list, source.names, joins, compiling);
  const terms = source.terms();
  const comesInOrder = terms.length === 0 || (source.isDerived && joins.length === 0 && compiling.syntax.keepsDerivedOrder);
  return { item, from: source.from([...joins, ...(row === null ? [] : [row])].map((join) => ` ${join}`).join('')), terms, order: comesInOrder ? '' : terms.join(', ') };
}

/** The JSON of an item: where the dialect can, it is a row of its own that is joined to the item's. */
function compileItem({ item, rows }: List, names: Names, joins: string[], compiling: Compiling): { item: string; row: string | null } {
  const { syntax } = compiling;
  const alias = `${rows.alias}_r`;
  if (item.kind !== 'object') {
    const value = compileShape(item, names, joins, compiling);
    const row = syntax.row({ value }, alias);
    return { item: row?.item ?? value, row: row?.from ?? null };
  }
  const members = item.members.map((member) => compileMember(member, names, joins, compiling));
  const row = syntax.row({ members }, alias);
  return { item: row?.item ?? syntax.object(members), row: row?.from ?? null };
}

/** Aggregates and their orders name columns only: what is looked up in other rows has to be one first. */
function sourceOf(list: List, outer: Names, compiling: Compiling): Source {
  if (list.group) return groupSource(list, outer, compiling);
  const isWhole = list.limit === null && !list.offset && !list.order.some(({ expression }) => isLookedUp(expression));
  return isWhole ? wholeSource(list, outer, compiling) : cutSource(list, outer, compiling);
}

function isLookedUp({ kind }: Expression): boolean {
  return kind === 'count' || kind === 'least';
}

/** Where the items of a list come from. `from` and `terms` are asked for last: a shape decides which columns are needed. */
interface Source {
  readonly names: Names;
  readonly isDerived: boolean;
  terms(): readonly string[];
  /** `joins` are what the shape joins to the rows. */
  from(joins: string): string;
}

/** All rows of a table. */
function wholeSource(list: List, outer: Names, compiling: Compiling): Source {
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
function groupSource(list: List, outer: Names, compiling: Compiling, isApart = false): Source {
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
  const names: Names = { column: outer.column, computed: (expression) => (expression.kind === 'aggregate' ? aggregateOf(expression) : computed.get(expression)) };
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
      const source = `select ${rowColumns.join(', ') || '1 as c0'} from ${fromRows(rows, inner, compiling)}${whereRows(rows, inner, compiling)}`;
      const groupedBy = [...ties.map((_, i) => `p${i}`), ...keys];
      // Without a key or an aggregate all rows are one group all the same.
      const groups = `select ${groupColumns.join(', ') || 'count(*) as a0'} from (${source}) as ${alias}${groupedBy.length > 0 ? ` group by ${groupedBy.join(', ')}` : ''}`
        + (list.limit === 0 ? ' having 1 = 0' : '');
      if (!isApart) return `(${orderedRows(groups, termsOf(false), list, compiling)}) as ${alias}${joins}`;
      return keys.length > 0 ? `(${groups}) as ${alias}${joins} where ${tied}`
        : `(select 1 as one) as ${alias}_one left join (${groups}) as ${alias} on ${tied}${joins}${list.limit === 0 ? ' where 1 = 0' : ''}`;
    },
  };
}

/** Rows without what ties them to those around them. */
function untied(rows: Rows): { rows: Rows; ties: readonly Extract<Condition, { kind: 'equal' }>[] } {
  const own = new Set([rows.alias, ...rows.joins.map((join) => join.alias)]);
  const conditions = rows.where === null ? [] : rows.where.kind === 'and' ? rows.where.conditions : [rows.where];
  const ties = conditions.flatMap((each) => (each.kind === 'equal' && each.right.kind === 'column' && !own.has(each.right.alias) ? [each] : []));
  return { rows: { ...rows, where: and(conditions.filter((each) => !ties.some((tie) => tie === each))) }, ties };
}

/** The query of a list inside of an item. Where a derived table cannot see that item, the aggregate itself cuts the list. */
function compileNested(list: List, names: Names, compiling: Compiling): string {
  const { syntax } = compiling;
  if (syntax.derivedSeesOuter) {
    const { item, from, order } = compileList(list, names, compiling);
    return `select ${syntax.array(item, order, '')} from ${from}`;
  }
  const rows: Rows = list.limit === 0 ? { ...list.rows, where: { kind: 'constant', value: false } } : list.rows;
  const source = list.group ? groupSource(list, names, compiling, true) : wholeSource({ ...list, rows }, names, compiling);
  const { item, from, order } = compileSource(list, source, compiling);
  return `select ${syntax.array(item, order, list.limit === 0 ? '' : pageOf('', list, compiling))} from ${from}`;
}

/** Rows in order, cut to a page. Terms of the order are names of selected columns. */
function orderedRows(rows: string, terms: readonly string[], list: List, compiling: Compiling): string {
  const { syntax } = compiling;
  const page = pageOf(distinct(terms).join(', '), list, compiling);
  const isPlain = syntax.computesInOrder || !list.order.some(({ nullable }) => nullable);
  return isPlain || page === '' ? `${rows}${page}` : `select * from (${rows}) as ${list.rows.alias}${page}`;
}

function pageOf(order: string, list: List, { syntax, placeholder }: Compiling): string {
  const limit = typeof list.limit === 'number' ? String(list.limit) : list.limit && placeholder(list.limit);
  return syntax.page(order, list.limit === 0 ? null : limit, list.offset && placeholder(list.offset));
}

/** Ordering twice by one column changes nothing, and some databases refuse it. */
function distinct(terms: readonly string[]): string[] {
  return [...new Set(terms)];
}

function compileShape(shape: Shape, names: Names, joins: string[], compiling: Compiling): string {
  const { syntax } = compiling;
  switch (shape.kind) {
    case 'value':
      return compileValue(compileExpression(shape.expression, names, compiling), shape.form, compiling);
    case 'object':
      return syntax.object(shape.members.map((member) => compileMember(member, names, joins, compiling)));
    case 'related': {
      const joined = shape.join ? joinRelated(shape.join, names, joins, compiling) : names;
      const present = compileExpression(shape.present, joined, compiling).sql;
      return `case when ${present} is not null then ${compileShape(shape.shape, joined, joins, compiling)} end`;
    }
    case 'list':
      return `(${compileNested(shape.list, names, compiling)})`;
  }
}

/** Joins the row of a relation. What it returns knows the columns of it too. */
function joinRelated(join: Join, names: Names, joins: string[], compiling: Compiling): Names {
  const { alias, on } = join;
  const joined: Names = { ...names, column: (column) => (column.alias === alias ? columnName(column, compiling.syntax) : names.column(column)) };
  joins.push(`left join ${tableSource(join, compiling)} on ${compileCondition(on, joined, compiling)}`);
  return joined;
}

/** What is shown of a secret: that there is one. */
const concealedText = '**********';

function compileValue(value: TypedSql, form: ValueForm | undefined, { syntax, representation }: Compiling): string {
  if (value.field?.concealed) {
    const asterisks: TypedSql = { sql: `'${concealedText}'`, type: 'text', field: null };
    return `case when ${value.sql} is null then null else ${syntax.json(asterisks, representation)} end`;
  }
  switch (form) {
    case undefined:
      return syntax.json(value, representation);
    case 'number':
      return syntax.json({ ...value, type: 'decimal' }, 'graphql');
    case 'rest':
      return syntax.json(value, 'rest');
    case 'key':
      return syntax.json(value.type === 'integer' ? { ...value, type: 'bigInteger' } : value, 'rest');
  }
}

function compileMember({ key, shape }: Member, names: Names, joins: string[], compiling: Compiling): SqlMember {
  const value = compileShape(shape, names, joins, compiling);
  return 'name' in key ? { name: key.name, value } : { placeholder: compiling.placeholder(key), value };
}

function compileExpression(expression: Expression, names: Names, compiling: Compiling): TypedSql {
  const { syntax } = compiling;
  const computed = names.computed(expression);
  if (computed) return computed;
  switch (expression.kind) {
    case 'column':
      return { sql: names.column(expression), type: expression.field.type, field: expression.field };
    case 'function':
      return { sql: syntax.function(expression.function, compileExpression(expression.argument, names, compiling)), type: 'integer', field: null };
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

function comparable(expression: Expression, names: Names, compiling: Compiling): string {
  return compiling.syntax.comparable(compileExpression(expression, names, compiling));
}

function sortable(expression: Expression, names: Names, compiling: Compiling): string {
  return compiling.syntax.sortable(compileExpression(expression, names, compiling));
}

function compileCondition(condition: Condition, names: Names, compiling: Compiling): string {
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
      return syntax.compare(condition.operator, compileExpression(condition.expression, names, compiling), condition.values.map(compiling.placeholder));
    case 'exists': {
      const { rows, link, isOptional } = condition;
      const inner = rowNames(rows, names, compiling);
      const tie = compileCondition(link, inner, compiling);
      if (isOptional) {
        return `exists (select 1 from (select 1 as one) as ${rows.alias}_one left join ${fromRows(rows, inner, compiling, tie)}${whereRows(rows, inner, compiling)})`;
      }
      const where = rows.where ? ` and ${compileCondition(rows.where, inner, compiling)}` : '';
      return `exists (select 1 from ${fromRows(rows, inner, compiling)} where ${tie}${where})`;
    }
  }
}

function countRows(rows: Rows, outer: Names, compiling: Compiling): string {
  const names = rowNames(rows, outer, compiling);
  return `(select ${compiling.syntax.countAll} from ${fromRows(rows, names, compiling)}${whereRows(rows, names, compiling)})`;
}

/** Inside of rows their own columns go by their names; others are of the rows around them. */
function rowNames(rows: Rows, outer: Names, { syntax }: Compiling): Names {
  const own = new Set([rows.alias, ...rows.joins.map((join) => join.alias)]);
  return { column: (column) => (own.has(column.alias) ? columnName(column, syntax) : outer.column(column)), computed: () => undefined };
}

/** `on` ties the first table to what stands before it. */
function fromRows(rows: Rows, names: Names, compiling: Compiling, on?: string): string {
  const joins = rows.joins.map((join) => ` left join ${tableSource(join, compiling)} on ${compileCondition(join.on, names, compiling)}`);
  return `${tableSource(rows, compiling)}${on === undefined ? '' : ` on ${on}`}${joins.join('')}`;
}

/** A column by the name that its rows give it. */
function columnName({ alias, field, mask }: Column, syntax: Syntax): string {
  return `${alias}.${mask ?? syntax.quoteName(field.column)}`;
}

/** A table, or a derived one that has its masked values beside its columns. */
function tableSource({ table, alias, masking }: Pick<Rows, 'table' | 'alias' | 'masking'>, compiling: Compiling): string {
  const { syntax } = compiling;
  const { alias: inner, columns, masks } = masking;
  if (masks.length === 0) return `${tableName(table, compiling)} as ${alias}`;
  const names: Names = { column: (column) => (column.alias === inner ? columnName(column, syntax) : noColumns.column(column)), computed: () => undefined };
  const valueOf = (field: Field): string => columnName({ kind: 'column', alias: inner, field }, syntax);
  const selected = [
    ...columns.map(valueOf),
    ...masks.map(({ name, field, shown }) => `case when ${compileCondition(shown, names, compiling)} then ${valueOf(field)} end as ${name}`),
  ];
  return `(select ${selected.join(', ')} from ${tableName(table, compiling)} as ${inner}) as ${alias}`;
}

function whereRows(rows: Rows, names: Names, compiling: Compiling): string {
  return rows.where && (rows.where.kind !== 'constant' || !rows.where.value) ? ` where ${compileCondition(rows.where, names, compiling)}` : '';
}

function tableName(table: TableName, { syntax, tables }: Compiling): string {
  const { schema, name } = table;
  tables.add(qualifiedName(table));
  return schema === null ? syntax.quoteName(name) : `${syntax.quoteName(schema)}.${syntax.quoteName(name)}`;
}
