import type { AggregateFunction, Field, FunctionName, Syntax, TypedSql } from 'jackfield';
import { createCompare, encode, placeholder } from './compare.js';
import { exactJson, json, keyPart, object } from './json.js';
import { mark, writtenOut } from './placeholders.js';
import type { Server } from './server.js';
import { exactCollation, quoteName, storedForm, textOf } from './text.js';

/** More rows than there can be: an offset needs a limit. */
const everyRow = '18446744073709551615';

/** The words of MySQL and MariaDB, with marks for placeholders. They count on the settings of a session that `session.ts` makes. */
export function createSyntax(server: Server): Syntax {
  const collation = exactCollation(server);
  return {
    quoteName,
    placeholder,
    encode,
    comparable: (value) => comparable(value, collation),
    sortable: (value) => (value.type === 'string' || value.type === 'text' ? value.sql : comparable(value, collation)),
    compare: createCompare(collation),
    function: functionOf,
    aggregate,
    sortableAggregate: ({ sql }) => sql,
    key: (parts) => `concat_ws(',', ${parts.map((part) => keyPart(part, server)).join(', ')})`,
    json: (value, representation) => json(value, representation, server),
    exactJson: (value) => exactJson(value, server),
    object,
    row: () => null,
    array: (item, order, page) =>
      `concat('[', coalesce(group_concat(coalesce(${item}, 'null')${order && ` order by ${order}`} separator ','${writtenOut(page)}), ''), ']')`,
    text: (value) => `coalesce(${value}, 'null')`,
    countText: (sql) => `cast(${sql} as char)`,
    // NULL is the least value of all here.
    order: (sql, descending, nullable) => {
      const term = descending ? `${sql} desc` : sql;
      return nullable ? `${sql} is null${descending ? ' desc' : ''}, ${term}` : term;
    },
    page: (order, limit, offset) => {
      const orderBy = order && ` order by ${order}`;
      if (limit === null && offset === null) return orderBy;
      return `${orderBy} limit ${limit ?? everyRow}${offset === null ? '' : ` offset ${offset}`}`;
    },
    computesInOrder: false,
    countAll: 'count(*)',
    groupKey: ({ sql }) => ({ terms: [sql], value: sql }),
    // MariaDB has no LATERAL.
    derivedSeesOuter: !server.isMariaDb,
    looksUpRelated: false,
    keepsDerivedOrder: false,
    defaultRow: '() values ()',
    assigned: (position, { sqlType }) => storedForm(sqlType, mark(position)),
    stored,
    lockRows: ' for update',
  };
}

function stored({ type }: Field): (value: unknown) => unknown {
  return encode({ type });
}

function comparable(value: TypedSql, collation: string): string {
  const { sql, type, field } = value;
  switch (type) {
    case 'string':
    case 'text':
      return `${textOf(value)} collate ${collation}`;
    case 'boolean':
      return `${sql} <> 0`;
    case 'unknown':
      return field?.sqlType.startsWith('bit') ? `${sql} + 0` : sql;
    default:
      return sql;
  }
}

function functionOf(name: FunctionName, { sql }: TypedSql): string {
  switch (name) {
    case 'count': return `case when json_valid(${sql}) and json_type(${sql}) = 'ARRAY' then json_length(${sql}) end`;
    // As in ISO 8601.
    case 'week': return `week(${sql}, 3)`;
    case 'weekday': return `dayofweek(${sql}) - 1`;
    default: return `${name}(${sql})`;
  }
}

function aggregate(name: AggregateFunction, argument: TypedSql | null): TypedSql {
  const isDistinct = name.endsWith('Distinct');
  const base = isDistinct ? name.slice(0, -'Distinct'.length) : name;
  if (!argument || base === 'countAll') return { sql: 'count(*)', type: 'count', field: null };
  if (base === 'count') return { sql: `count(${isDistinct ? 'distinct ' : ''}${argument.sql})`, type: 'count', field: null };
  if (base === 'min' || base === 'max') return { ...argument, sql: `${base}(${argument.sql})` };
  return { sql: `${base}(${isDistinct ? 'distinct ' : ''}${argument.sql})`, type: argument.type === 'float' ? 'float' : 'decimal', field: null };
}
