import { definePlugin, type Condition, type Expression, type List, type Masking, type Plugin, type ReadPlan, type Rows, type Shape } from '../../core/index.js';

/** Places where a policy is enforced, each to be taken out by itself. */
export const defects = ['row filter', 'field mask', 'aggregate', 'sort', 'filter', 'search', 'count', 'nested list', 'relation'] as const;

export type Defect = (typeof defects)[number];

/** A plugin that makes a server forget one place: it changes every plan before it is compiled. */
export function forgetting(defect: Defect): Plugin {
  return definePlugin({
    name: 'test-defect',
    setup({ on }) {
      on('database.opened', (own, opened) => {
        const database = opened.database as { compile: (plan: ReadPlan) => unknown };
        const { compile } = database;
        database.compile = (plan) => compile(broken(plan, defect));
        return own;
      });
    },
  });
}

/** The plan without one enforcement point. */
export function broken(plan: ReadPlan, defect: Defect): ReadPlan {
  const isConstant = (slot: number): boolean => 'constant' in plan.slots[slot]!.source;
  const open = (condition: Condition): Condition => withoutRules(condition, isConstant);
  const list = brokenList(plan.list, defect, open, false);
  const meta = defect === 'count' ? plan.meta.map((each) => ({ ...each, rows: openRows(each.rows, open) })) : plan.meta;
  return { ...plan, list, meta };
}

type Open = (condition: Condition) => Condition;

function brokenList(list: List, defect: Defect, open: Open, isNested: boolean): List {
  switch (defect) {
    case 'row filter':
      return isNested ? list : { ...list, rows: openRows(list.rows, open) };
    case 'nested list':
      return isNested ? { ...list, rows: openRows(list.rows, open) } : { ...list, item: brokenShape(list.item, defect, open) };
    case 'field mask':
    case 'relation':
      return { ...list, item: brokenShape(list.item, defect, open), rows: defect === 'relation' ? list.rows : bared(list.rows, []) };
    case 'aggregate': {
      if (!list.group) return list;
      const item = mapShape(list.item, (expression) => (expression.kind === 'aggregate' && expression.argument
        ? Object.assign(expression, { argument: bare(expression.argument) }) : expression));
      return { ...list, item, rows: bared(list.rows, fieldsOf(list.rows.masking)) };
    }
    case 'sort':
      return { ...list, order: list.order.map((order) => ({ ...order, expression: bare(order.expression) })), rows: bared(list.rows, fieldsOf(list.rows.masking)) };
    case 'filter':
    case 'search': {
      const where = list.rows.where && mapCondition(list.rows.where, (condition) => {
        const isSought = condition.kind === 'compare' && (condition.operator === '_icontains') === (defect === 'search');
        return isSought ? { ...condition, expression: bare(condition.expression) } : condition;
      });
      return { ...list, rows: { ...bared(list.rows, fieldsOf(list.rows.masking)), where } };
    }
    case 'count':
      return { ...list, item: mapShape(list.item, (expression) => (expression.kind === 'count' ? { ...expression, rows: openRows(expression.rows, open) } : expression)) };
  }
}

function brokenShape(shape: Shape, defect: Defect, open: Open): Shape {
  switch (shape.kind) {
    case 'value':
      return defect === 'field mask' ? { ...shape, expression: bare(shape.expression) } : shape;
    case 'object':
      return { ...shape, members: shape.members.map((member) => ({ ...member, shape: brokenShape(member.shape, defect, open) })) };
    case 'list':
      return defect === 'nested list' ? { ...shape, list: brokenList(shape.list, defect, open, true) } : shape;
    case 'related':
      return defect === 'relation' && shape.join ? { ...shape, join: { ...shape.join, on: open(shape.join.on) } } : shape;
  }
}

function openRows(rows: Rows, open: Open): Rows {
  return { ...rows, where: rows.where && open(rows.where) };
}

/** Without comparisons with values that are no client's. */
function withoutRules(condition: Condition, isConstant: (slot: number) => boolean): Condition {
  return mapCondition(condition, (each) => {
    if (each.kind === 'compare' && each.values.some(({ slot }) => isConstant(slot))) return { kind: 'constant', value: true };
    return each;
  });
}

function mapCondition(condition: Condition, change: (condition: Condition) => Condition): Condition {
  if (condition.kind === 'and' || condition.kind === 'or') return change({ ...condition, conditions: condition.conditions.map((each) => mapCondition(each, change)) });
  if (condition.kind === 'not') return change({ ...condition, condition: mapCondition(condition.condition, change) });
  return change(condition);
}

function mapShape(shape: Shape, change: (expression: Expression) => Expression): Shape {
  if (shape.kind === 'value') return { ...shape, expression: change(shape.expression) };
  if (shape.kind === 'object') return { ...shape, members: shape.members.map((member) => ({ ...member, shape: mapShape(member.shape, change) })) };
  return shape;
}

/** A column as it is stored. */
function bare(expression: Expression): Expression {
  if (expression.kind === 'function') return { ...expression, argument: bare(expression.argument) };
  if (expression.kind !== 'column') return expression;
  const { alias, field, kind } = expression;
  return { kind, alias, field };
}

/** Rows that also give some columns as they are stored; with none, every masked one. */
function bared(rows: Rows, fields: Masking['columns']): Rows {
  const { masking } = rows;
  const added = fields.length > 0 ? fields : fieldsOf(masking);
  return { ...rows, masking: { ...masking, columns: [...new Set([...masking.columns, ...added])] } };
}

function fieldsOf({ masks }: Masking): Masking['columns'] {
  return masks.map(({ field }) => field);
}
