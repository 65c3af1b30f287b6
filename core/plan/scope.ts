import type { CollectionView } from '../access/access.js';
import type { Operand, Step } from '../access/authorised.js';
import type { Filter } from '../query/filter.js';
import type { Representation } from '../query/query.js';
import type { Collection, Field, Relation } from '../schema/schema.js';
import { and } from './and.js';
import type { Condition, Expression, Join, Mask, Masking, Rows } from './plan.js';
import type { Slots } from './slots.js';

/** What a plan is made with. */
export interface Planning {
  readonly slots: Slots;
  readonly representation: Representation;
  /** An alias that the plan has not used yet. */
  nextAlias(): string;
  /** A collection with all that it has, whatever the caller sees of it. */
  whole(name: string): CollectionView;
  /** The condition the view makes on the rows of a collection; null for none. It joins nothing, so that it can stand in a join itself. */
  visible(scope: Scope): Condition | null;
  /** A rule on the rows of a scope: about the whole data, whatever the caller sees. It joins nothing either. */
  rule(rule: Filter, scope: Scope): Condition;
}

/** A row of a collection that expressions can name, and the to-one relations joined to it so far. */
export interface Scope {
  /** As the caller sees it. */
  readonly view: CollectionView;
  /** With everything that it has. */
  readonly collection: Collection;
  readonly alias: string;
  /** What the row is read through: filled while expressions name its columns. */
  readonly masking: Masking & { readonly columns: Field[]; readonly masks: Mask[] };
  /** Shared by every scope that was reached by a join. */
  readonly joins: Join[];
  readonly joined: Map<string, Scope>;
}

export function openScope(view: CollectionView, planning: Planning, joins: Join[] = []): Scope {
  const alias = planning.nextAlias();
  const { collection } = planning.whole(view.collection.name);
  return { view, collection, alias, masking: { alias: `${alias}_t`, columns: [], masks: [] }, joins, joined: new Map() };
}

/** The rows of a scope. Joins that are made later come with them. */
export function rowsOf({ collection, alias, joins, masking }: Scope, where: Condition | null): Rows {
  return { table: collection.table, alias, joins, where, masking };
}

/** A value of the row as the caller sees it: NULL where it is hidden. */
export function column(scope: Scope, fieldName: string, planning: Planning): Expression {
  const field = scope.collection.fields.get(fieldName)!;
  if (!isMasked(scope, fieldName)) return storedColumn(scope, fieldName);
  const { masks } = scope.masking;
  let mask = masks.find((each) => each.field === field);
  if (!mask) {
    mask = { name: freeName(`m${masks.length}`, scope.collection.fields), field, shown: shownOn(scope, fieldName, planning) };
    masks.push(mask);
  }
  return { kind: 'column', alias: scope.alias, field, mask: mask.name };
}

/** The value that is stored in the row: for what decides about rows, and for their order. */
export function storedColumn({ collection, alias, masking: { columns } }: Scope, fieldName: string): Expression {
  const field = collection.fields.get(fieldName)!;
  if (!columns.includes(field)) columns.push(field);
  return { kind: 'column', alias, field };
}

/** Whether a value is hidden on some rows, or on all. */
export function isMasked({ view }: Scope, fieldName: string): boolean {
  return view.masks.has(fieldName) || !view.collection.fields.has(fieldName);
}

function shownOn(scope: Scope, fieldName: string, planning: Planning): Condition {
  const rule = scope.view.masks.get(fieldName);
  // What is in nobody's view may be needed all the same: a key to tell rows apart by.
  if (!rule || !scope.view.collection.fields.has(fieldName)) return { kind: 'constant', value: false };
  return planning.rule(rule, { ...scope, alias: scope.masking.alias, masking: { ...scope.masking, columns: [] }, joined: new Map() });
}

function freeName(name: string, fields: Collection['fields']): string {
  return [...fields.values()].some(({ column: taken }) => taken.toLowerCase() === name) ? freeName(`${name}_`, fields) : name;
}

/** What ties a related row to its parent's. */
export function link(parent: Scope, relation: Relation, related: Scope, planning: Planning): Condition {
  return and(relation.fields.map((name, i) => (
    { kind: 'equal', left: column(related, relation.relatedFields[i]!, planning), right: column(parent, name, planning) })));
}

/** The scope along a to-one relation, by a left join that is made once. */
export function joinTo(scope: Scope, { relation, collection }: Step, planning: Planning): Scope {
  let joined = scope.joined.get(relation.name);
  if (!joined) {
    joined = openScope(collection, planning, scope.joins);
    scope.joined.set(relation.name, joined);
    scope.joins.push(joinOf(joined, and([link(scope, relation, joined, planning), planning.visible(joined)])));
  }
  return joined;
}

/** The join of a row that is tied to what stands before it. */
export function joinOf({ collection: { table, kind }, alias, masking }: Scope, on: Condition): Join {
  return { table, alias, on, isIndexed: kind === 'table', masking };
}

/** The rows at the end of a to-many relation that the caller may see, and the scope to say more about them in. */
export function relatedRows(scope: Scope, { relation, collection }: Step, planning: Planning): { related: Scope; tie: Condition } {
  const related = openScope(collection, planning);
  return { related, tie: and([link(scope, relation, related, planning), planning.visible(related)]) };
}

export function operandExpression(scope: Scope, operand: Operand, planning: Planning): Expression {
  switch (operand.kind) {
    case 'field':
      return column(scope, operand.field.name, planning);
    case 'function':
      return { kind: 'function', function: operand.function, argument: column(scope, operand.field.name, planning), type: operand.field.type };
    case 'count': {
      const { related, tie } = relatedRows(scope, operand.step, planning);
      return { kind: 'count', rows: rowsOf(related, tie) };
    }
  }
}
