import type { Field, Slot, Syntax } from 'jackfield';
import { encode, stored } from './bind.js';
import { compare } from './compare.js';
import { aggregate, comparable, functionOf, isCollated } from './functions.js';
import { exactJson, json, object } from './json.js';
import { key } from './key.js';
import { binary, quoteName } from './sql.js';

/** Types of bound texts, where the value decides what they are compared with. */
const boundTypes: Partial<Record<Slot['type'], string>> = {
  uuid: 'uniqueidentifier', date: 'date', time: 'time(7)', dateTime: 'datetime2(7)', timestamp: 'datetimeoffset(7)',
};

/** The words of SQL Server, 2017 and later. Nothing here depends on a setting of the session. */
export const mssqlSyntax: Syntax = {
  quoteName,
  placeholder(position, { type, isList, purpose }) {
    const bound = boundTypes[type];
    return bound && !isList && purpose !== 'name' ? `convert(${bound}, @p${position})` : `@p${position}`;
  },
  encode,
  comparable,
  sortable: comparable,
  compare,
  function: functionOf,
  aggregate,
  sortableAggregate: ({ sql }) => sql,
  key,
  json,
  exactJson,
  object,
  // An aggregate takes no sub-query: what is one has to be a column.
  row: (item, alias) => ({
    from: `cross apply (select ${'members' in item ? object(item.members) : `convert(nvarchar(max), ${item.value})`} as j) as ${alias}`,
    item: `${alias}.j`,
  }),
  array: (item, order) => {
    const within = order && ` within group (order by ${order})`;
    return `concat(N'[', string_agg(isnull(${item}, N'null'), N',')${within}, N']')`;
  },
  text: (value) => value,
  countText: (sql) => `convert(nvarchar(20), ${sql})`,
  // NULL is the least value of all here.
  order: (sql, descending, nullable) => {
    const term = descending ? `${sql} desc` : sql;
    return nullable ? `case when ${sql} is null then ${descending ? '0 else 1' : '1 else 0'} end, ${term}` : term;
  },
  // An order of a derived table is refused where nothing is cut off, and a page where there is no order.
  page: (order, limit, offset) => (limit === null && offset === null ? ''
    : ` order by ${order || '(select null)'} offset ${offset ?? 0} rows${limit === null ? '' : ` fetch next ${limit} rows only`}`),
  computesInOrder: false,
  countAll: 'count_big(*)',
  // All values of a group are the same then, so that the least of them is any.
  groupKey: (value) => (isCollated(value)
    ? { terms: [`${value.sql} ${binary}`, `datalength(${value.sql})`], value: `min(${value.sql})` } : { terms: [value.sql], value: value.sql }),
  derivedSeesOuter: true,
  looksUpRelated: false,
  keepsDerivedOrder: false,
  defaultRow: ' default values',
  assigned: (position, field) => converted(`@p${position}`, field),
  stored,
  // A hint of the table does it.
  lockRows: '',
};

/** What was bound, as a value for a column, which converts what is not converted here. */
export function converted(bound: string, { type, scale, sqlType }: Field): string {
  switch (type) {
    case 'decimal': return `convert(decimal(38,${scale ?? 0}), ${bound})`;
    case 'unknown': return `convert(${sqlType}, ${bound})`;
    default: {
      const named = boundTypes[type];
      return named === undefined ? bound : `convert(${named}, ${bound})`;
    }
  }
}
