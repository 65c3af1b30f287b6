import type { CollectionView } from '../access/access.js';
import type { Operand, Step } from '../access/resolve-path.js';
import type { Representation } from '../query/query.js';
import type { Collection, Relation } from '../schema/schema.js';
import { and } from './and.js';
import type { Condition, Expression, Join, Rows } from './plan.js';
import type { Slots } from './slots.js';

/** What a plan is made with. */
export interface Planning {
  readonly slots: Slots;
  readonly representation: Representation;
  /** An alias that the plan has not used yet. */
  nextAlias(): string;
  /** The condition the view makes on the rows of a collection; null for none. It joins nothing, so that it can stand in a join itself. */
  visible(collection: CollectionView, scope: Scope): Condition | null;
}

/** A row of a collection that expressions can name, and the to-one relations joined to it so far. */
export interface Scope {
  readonly collection: Collection;
  readonly alias: string;
  /** Shared by every scope that was reached by a join. */
  readonly joins: Join[];
  readonly joined: Map<string, Scope>;
}

export function openScope(collection: Collection, planning: Planning, joins: Join[] = []): Scope {
  return { collection, alias: planning.nextAlias(), joins, joined: new Map() };
}

/** The rows of a scope. Joins that are made later come with them. */
export function rowsOf(scope: Scope, where: Condition | null): Rows {
  return { table: scope.collection.table, alias: scope.alias, joins: scope.joins, where };
}

export function column({ collection, alias }: Scope, fieldName: string): Expression {
  return { kind: 'column', alias, field: collection.fields.get(fieldName)! };
}

/** What ties a related row to its parent's. */
export function link(parent: Scope, relation: Relation, related: Scope): Condition {
  return and(relation.fields.map((name, i) => ({ kind: 'equal', left: column(related, relation.relatedFields[i]!), right: column(parent, name) })));
}

/** The scope along a to-one relation, by a left join that is made once. */
export function joinTo(scope: Scope, { relation, collection }: Step, planning: Planning): Scope {
  let joined = scope.joined.get(relation.name);
  if (!joined) {
    joined = openScope(collection.collection, planning, scope.joins);
    scope.joined.set(relation.name, joined);
    scope.joins.push({ table: joined.collection.table, alias: joined.alias, on: and([link(scope, relation, joined), planning.visible(collection, joined)]) });
  }
  return joined;
}

/** The rows at the end of a to-many relation that the caller may see, and the scope to say more about them in. */
export function relatedRows(scope: Scope, { relation, collection }: Step, planning: Planning): { related: Scope; tie: Condition } {
  const related = openScope(collection.collection, planning);
  return { related, tie: and([link(scope, relation, related), planning.visible(collection, related)]) };
}

export function operandExpression(scope: Scope, operand: Operand, planning: Planning): Expression {
  switch (operand.kind) {
    case 'field':
      return column(scope, operand.field.name);
    case 'function':
      return { kind: 'function', function: operand.function, argument: column(scope, operand.field.name), type: operand.field.type };
    case 'count': {
      const { related, tie } = relatedRows(scope, operand.step, planning);
      return { kind: 'count', rows: rowsOf(related, tie) };
    }
  }
}
