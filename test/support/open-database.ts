import type { Database, DatabaseOptions } from '../../core/dialect/dialect.js';
import { isConnectionString } from '../../plugins/dialect-mssql/location.js';
import { openMssql } from '../../plugins/dialect-mssql/open.js';
import { openMysql } from '../../plugins/dialect-mysql/open.js';
import { openPostgres } from '../../plugins/dialect-postgres/open.js';
import { parseLocation } from '../../plugins/dialect-sqlite/location.js';
import { openSqlite } from '../../plugins/dialect-sqlite/open.js';
import { databaseOptions } from './databases.js';

/** Opens the database of a URL as its dialect plugin does, without a kernel. */
export function openDatabase(url: string, options: Partial<DatabaseOptions> = {}): Promise<Database> {
  const location = parseLocation(url);
  const all = databaseOptions(url, options);
  if (url.startsWith('mysql:')) return openMysql(all, { preparedStatements: 200, connectTimeoutSeconds: 5 });
  if (isConnectionString(url)) return openMssql(all, { connectTimeoutSeconds: 5 });
  return location === null
    ? openPostgres(all, { namedStatements: 200, connectTimeoutSeconds: 5, log: { warn: () => undefined } })
    : openSqlite(all, location, 2);
}
