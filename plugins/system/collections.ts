import type { OwnCollection, OwnField, OwnWayBack } from 'jackfield';
import type { Column, Table } from './define-table.js';
import { tables } from './tables.js';

/** Our own tables as collections. */
export const collections: readonly OwnCollection[] = tables
  .flatMap((table) => (table.collection === null ? [] : [collectionOf(table, table.collection)]));

function collectionOf(table: Table, name: string): OwnCollection {
  return {
    name,
    table: table.name,
    isSingleton: table.isSingleton,
    fields: new Map(Object.entries(table.columns).map(([field, column]) => [field, fieldOf(column)])),
    waysBack: new Map(tables.flatMap(({ collection, waysBack }) => waysBack
      .filter((way) => way.collection === name)
      .map(({ name: way, column, owns }): [string, OwnWayBack] => [way, { collection: collection!, field: column, isOwner: owns }]))),
  };
}

function fieldOf({ type, values, isConcealed, isFilled, references }: Column): OwnField {
  const related = references === null ? undefined : tables.find(({ name }) => name === references.table)?.collection;
  return {
    type: type === 'increments' ? 'integer' : type,
    isConcealed,
    isFilled,
    ...(values && { values }),
    ...(typeof related === 'string' && { references: related }),
  };
}
