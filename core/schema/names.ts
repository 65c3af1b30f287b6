import type { CatalogTable, Notice } from './catalog.js';
import { qualifiedName } from './selection.js';

/** By code units: the same order everywhere, whatever the locale. */
export function compareNames(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** A name that is not taken: the wanted one, or the same with `_2`, `_3`… */
export function freeName(wanted: string, isTaken: (name: string) => boolean): string {
  let name = wanted;
  for (let number = 2; isTaken(name); number += 1) name = `${wanted}_${number}`;
  return name;
}

/**
 * Gives every table its default name as a collection. The names depend on which tables there are, never on their order.
 *
 * A table of the default schema, or of a database without schemas, keeps its name. One of another schema keeps it where no other
 * table has it; else it is `<schema>_<table>`, with `_2`, `_3`… where that is taken too. Each such name gets a notice.
 */
export function nameCollections(
  tables: readonly CatalogTable[], defaultSchema: string | null, notices: Notice[], reserved: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, CatalogTable> {
  const sorted = tables.toSorted((a, b) => compareNames(a.name, b.name) || compareNames(a.schema ?? '', b.schema ?? ''));
  const named = new Map<string, CatalogTable>();
  const bearers = new Map<string, number>();
  for (const table of sorted) {
    bearers.set(table.name, (bearers.get(table.name) ?? 0) + 1);
    if (keepsItsName(table, defaultSchema)) named.set(table.name, table);
  }
  const others = sorted.filter((table) => !keepsItsName(table, defaultSchema));
  const clashing = others.filter((table) => (bearers.get(table.name) ?? 0) > 1);
  for (const table of others) if (bearers.get(table.name) === 1) named.set(table.name, table);
  for (const table of clashing) {
    const name = freeName(`${table.schema ?? ''}_${table.name}`, (taken) => named.has(taken));
    named.set(name, table);
    notices.push({ subject: qualifiedName(table), reason: `Is the collection "${name}", since several tables are named "${table.name}".` });
  }
  return reserved.size === 0 ? named : withoutReserved(named, reserved, notices);
}

/** The owner's tables make way for Jackfield's own collections: that happens where the mirrored database is another system's. */
function withoutReserved(
  named: ReadonlyMap<string, CatalogTable>, reserved: ReadonlySet<string>, notices: Notice[],
): ReadonlyMap<string, CatalogTable> {
  const free = new Map<string, CatalogTable>();
  for (const [name, table] of named) {
    const other = reserved.has(name) ? freeName(`mirrored_${name}`, (taken) => named.has(taken) || reserved.has(taken)) : name;
    free.set(other, table);
    if (other !== name) notices.push({ subject: qualifiedName(table), reason: `Is the collection "${other}", since "${name}" is one of Jackfield's own.` });
  }
  return free;
}

function keepsItsName(table: CatalogTable, defaultSchema: string | null): boolean {
  return table.schema === null || table.schema === defaultSchema;
}
