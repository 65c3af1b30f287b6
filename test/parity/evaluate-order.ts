import type { Collection } from '../../core/schema/schema.js';
import { fieldValue } from './evaluate-expression.js';
import { walk } from './evaluate-selection.js';
import { compareValues, type Row, type Typed } from './values.js';
import { collectionOf, missing, related, type World } from './world.js';

/** Something to order by. */
export interface Order<Item> {
  readonly value: (item: Item) => Typed;
  readonly descending: boolean;
}

/** The orders of `sort`, then the key. */
export function ordersOf(world: World, collection: Collection, sort: readonly string[]): readonly Order<Row>[] {
  const asked = world.defect === 'sort ignored' ? [] : sort;
  return [
    ...asked.map((text) => {
      const descending = text.startsWith('-');
      const path = descending ? text.slice(1) : text;
      return { descending, value: (row: Row) => valueAt(world, collection, path, row) };
    }),
    ...collection.key.map((name) => ({ descending: false, value: (row: Row) => fieldValue(world, collection, name, null, row) })),
  ];
}

/** Sorts: null comes last ascending and first descending. */
export function ordered<Item>(world: World, items: readonly Item[], orders: readonly Order<Item>[]): readonly Item[] {
  const nullSize = world.defect === 'null rule turned round' ? -1 : 1;
  return items.toSorted((left, right) => {
    for (const { value, descending } of orders) {
      const difference = compareTyped(value(left), value(right), nullSize);
      if (difference !== 0) return descending ? -difference : difference;
    }
    return 0;
  });
}

function compareTyped(left: Typed, right: Typed, nullSize: number): number {
  if (left.value === null || right.value === null) return (left.value === null ? nullSize : 0) - (right.value === null ? nullSize : 0);
  return compareValues(left.type, left.value, right.value);
}

/** The value at the end of a path; through a list the least one that is not null. */
function valueAt(world: World, collection: Collection, path: string, row: Row): Typed {
  const { relations, end, collection: target } = walk(world, collection, path);
  let rows: readonly Row[] = [row];
  for (const relation of relations) {
    rows = rows.flatMap((each) => {
      const next = related(world, relation, each);
      return next.length === 0 && relation.kind === 'm2o' ? [missing] : next;
    });
  }
  const values = rows.map((each) => fieldValue(world, collectionOf(world, target.name), end.name, end.function, each));
  const [first, ...others] = values.filter(({ value }) => value !== null);
  if (!first) return { type: 'integer', value: null };
  return others.reduce((least, each) => (compareValues(least.type, each.value, least.value) < 0 ? each : least), first);
}
