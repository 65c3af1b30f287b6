import type { List, Member, ReadPlan, Rows, Shape, ValueForm } from '../plan/plan.js';
import { compileCondition, compileExpression, countRows, tableSource } from './compile-rows.js';
import { groupSource, pageOf, sourceOf, wholeSource, type Source } from './compile-source.js';
import { columnName, noColumns, type Compiling, type Names } from './compiling.js';
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
    looksUp: false,
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
  if (row !== null) joins.push(row);
  return { item, from: source.from(joins.map((join) => ` ${join}`).join('')), terms, order: comesInOrder ? '' : terms.join(', ') };
}

/** The longest list whose items look their related rows up. For a longer one it is quicker to read the related table as a whole. */
const longestLookedUp = 100;

/** The JSON of an item: where the dialect can, it is a row of its own that is joined to the item's. */
function compileItem({ item, rows, limit }: List, names: Names, joins: string[], outer: Compiling): { item: string; row: string | null } {
  const { syntax } = outer;
  const compiling = { ...outer, looksUp: syntax.looksUpRelated && typeof limit === 'number' && limit <= longestLookedUp };
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

function compileShape(shape: Shape, names: Names, joins: string[], compiling: Compiling): string {
  const { syntax } = compiling;
  switch (shape.kind) {
    case 'value':
      return compileValue(compileExpression(shape.expression, names, compiling), shape.form, compiling);
    case 'object':
      return syntax.object(shape.members.map((member) => compileMember(member, names, joins, compiling)));
    case 'related':
      return compileRelated(shape, names, joins, compiling);
    case 'list':
      return `(${compileNested(shape.list, names, compiling)})`;
  }
}

type Related = Extract<Shape, { kind: 'related' }>;

/** A related row: joined to the item's, looked up by a query of its own, or known without it. */
function compileRelated(related: Related, outer: Names, joins: string[], compiling: Compiling): string {
  const { join } = related;
  const { syntax } = compiling;
  if (!join) return presentShape(related, outer, joins, compiling);
  const names: Names = { ...outer, column: (column) => (column.alias === join.alias ? columnName(column, syntax) : outer.column(column)) };
  const on = compileCondition(join.on, names, compiling);
  const table = tableSource(join, compiling);
  if (!compiling.looksUp || !join.isIndexed) {
    joins.push(`left join ${table} on ${on}`);
    return presentShape(related, names, joins, compiling);
  }
  const joinsOfRelated: string[] = [];
  const value = presentShape(related, names, joinsOfRelated, compiling);
  return `(select ${value} from ${[table, ...joinsOfRelated].join(' ')} where ${on}${syntax.page('', '1', null)})`;
}

/** Its JSON, null where there is no such row. */
function presentShape({ present, shape }: Related, names: Names, joins: string[], compiling: Compiling): string {
  return `case when ${compileExpression(present, names, compiling).sql} is not null then ${compileShape(shape, names, joins, compiling)} end`;
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
