import { Value } from 'typebox/value';
import { authorise } from '../../../core/access/authorise.js';
import { wholeView } from '../../../core/access/views.js';
import { compileRead } from '../../../core/dialect/compile.js';
import { planRead } from '../../../core/plan/read.js';
import { queryLimits } from '../../../core/query/limits.js';
import { parametrise } from '../../../core/query/parametrise.js';
import { parseQuery } from '../../../core/query/parse.js';
import type { Representation } from '../../../core/query/query.js';
import type { ApiType, Catalog } from '../../../core/schema/catalog.js';
import { mirrorDefaults } from '../../../core/schema/mirror-options.js';
import { buildSchema } from '../../../core/schema/snapshot.js';
import { observatoryTables } from '../../../core/testing/observatory.js';
import { mssqlSyntax } from '../../../plugins/dialect-mssql/syntax.js';
import { columnType } from '../../../plugins/dialect-mssql/types.js';

const limits = Value.Create(queryLimits);

/** What the catalog says of the types that the suite's tables are declared with. */
const types: Readonly<Partial<Record<ApiType, Parameters<typeof columnType>[0]>>> = {
  integer: { type: 'int', length: 4, precision: 10, scale: 0 },
  bigInteger: { type: 'bigint', length: 8, precision: 19, scale: 0 },
  decimal: { type: 'decimal', length: 9, precision: 10, scale: 3 },
  float: { type: 'float', length: 8, precision: 53, scale: 0 },
  boolean: { type: 'bit', length: 1, precision: 1, scale: 0 },
  string: { type: 'nvarchar', length: 120, precision: 0, scale: 0 },
  text: { type: 'nvarchar', length: -1, precision: 0, scale: 0 },
  uuid: { type: 'uniqueidentifier', length: 16, precision: 0, scale: 0 },
  date: { type: 'date', length: 3, precision: 10, scale: 0 },
  time: { type: 'time', length: 5, precision: 16, scale: 7 },
  dateTime: { type: 'datetime2', length: 8, precision: 27, scale: 7 },
  timestamp: { type: 'datetimeoffset', length: 10, precision: 34, scale: 7 },
  json: { type: 'json', length: -1, precision: 0, scale: 0 },
  binary: { type: 'varbinary', length: -1, precision: 0, scale: 0 },
};

/** The tables of the dialect suite as SQL Server's catalog would have them. */
const observatory: Catalog = {
  notices: [],
  defaultSchema: 'dbo',
  tables: [
    ...observatoryTables.map(({ name, columns, key, references }) => ({
      schema: 'dbo', name, kind: 'table' as const, comment: null, primaryKey: key, uniques: [],
      columns: columns.flatMap(({ name: column, type }) => {
        const declared = types[type];
        return declared === undefined ? [] : [{
          ...columnType(declared), name: column, elementType: null, nullable: !key.includes(column), default: null, generated: null, values: null,
          comment: null,
        }];
      }),
      foreignKeys: references.map(({ columns: from, table, to }) => ({ columns: from, referencedSchema: 'dbo', referencedTable: table, referencedColumns: to })),
    })),
    {
      schema: 'dbo', name: 'active_telescopes', kind: 'view', comment: null, primaryKey: [], uniques: [], foreignKeys: [],
      columns: [{ ...columnType(types.integer!), name: 'id', elementType: null, nullable: false, default: null, generated: null, values: null, comment: null }],
    },
  ],
};

const { schema } = buildSchema(observatory, { ...mirrorDefaults, relations: {} });

/** The statement of a query on one of the suite's collections. */
export function compiled(collection: string, input: Readonly<Record<string, unknown>>, representation: Representation = 'rest', key: string | null = null): string {
  const query = parseQuery(input, { collection, key, representation, limits, source: 'body' });
  return compileRead(planRead(authorise(parametrise(query, limits).query, wholeView(schema), limits)), mssqlSyntax).sql;
}
