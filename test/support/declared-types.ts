import type { ApiType } from '../../core/schema/catalog.js';
import type { DeclaredTypes } from '../../core/testing/tables.js';
import type { DialectName } from './databases.js';
import { isMariaDb } from './mysql-database.js';

/** The SQL types that the tables of the dialect suite are declared with. */
export const declaredTypes: Readonly<Record<DialectName, DeclaredTypes>> = {
  sqlite: {
    integer: 'integer', bigInteger: 'bigint', decimal: 'decimal(10,3)', float: 'double', boolean: 'boolean',
    string: 'varchar(60)', text: 'text', uuid: 'uuid',
    date: 'date', time: 'time', dateTime: 'datetime', timestamp: 'timestamptz',
    json: 'json', binary: 'blob',
  },
  postgres: {
    integer: 'integer', bigInteger: 'bigint', decimal: 'numeric(10,3)', float: 'double precision', boolean: 'boolean',
    string: 'varchar(60)', text: 'text', uuid: 'uuid',
    date: 'date', time: 'time', dateTime: 'timestamp', timestamp: 'timestamptz',
    json: 'jsonb', binary: 'bytea', array: 'integer[]',
  },
  // Nothing that has a time zone reaches beyond 1970 and 2038.
  mysql: {
    integer: 'integer', bigInteger: 'bigint', decimal: 'decimal(10,3)', float: 'double', boolean: 'boolean',
    string: 'varchar(60)', text: 'text', ...(isMariaDb ? { uuid: 'uuid' } : {}),
    date: 'date', time: 'time(6)', dateTime: 'datetime(6)', json: 'json', binary: 'blob',
  },
  // A type for JSON there is from 2025 on. A check takes lists and objects alone, and the suite has other JSON as well.
  mssql: {
    integer: 'int', bigInteger: 'bigint', decimal: 'decimal(10,3)', float: 'float', boolean: 'bit',
    string: 'nvarchar(60)', text: 'nvarchar(max)', uuid: 'uniqueidentifier',
    date: 'date', time: 'time', dateTime: 'datetime2', timestamp: 'datetimeoffset', binary: 'varbinary(max)',
  },
};

/** Types whose texts have to be cast when they are inserted: SQL Server converts them itself, others that speak its protocol do not. */
export const castTypes: Readonly<Partial<Record<DialectName, readonly ApiType[]>>> = { mssql: ['timestamp'] };
