import { randomBytes } from 'node:crypto';
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { hashMysqlCatalog } from './catalog-hash.js';

/** The server that tests may make databases on: `mysql://user:password@host:port/name`. */
export const mysqlUrl = process.env['MYSQL_URL'];

/** Whether that server is MariaDB, which has types that MySQL has not. */
export const isMariaDb = mysqlUrl !== undefined && await withConnection(mysqlUrl, async (connection) => {
  const [rows] = await connection.query<(RowDataPacket & { readonly version: string })[]>('select version() as version');
  return /mariadb/i.test(rows[0]?.version ?? '');
});

/** An empty database of MySQL or MariaDB. */
export interface MysqlDatabase {
  readonly url: string;
  run(sql: string): Promise<void>;
  catalogHash(): Promise<string>;
  drop(): Promise<void>;
}

/**
 * Makes an empty database on the server of `MYSQL_URL`. Its texts sort by code point, as in the other databases of tests. Scripts run with
 * double quotes for names, as standard SQL has them.
 */
export async function createMysql(): Promise<MysqlDatabase> {
  if (mysqlUrl === undefined) throw new Error('MYSQL_URL is not set.');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const url = new URL(mysqlUrl);
  url.pathname = `/${name}`;
  const collation = isMariaDb ? 'utf8mb4_nopad_bin' : 'utf8mb4_0900_bin';
  await withConnection(mysqlUrl, (connection) => connection.query(`create database ${name} character set utf8mb4 collate ${collation}`));
  const run = (sql: string): Promise<void> => withConnection(url.href, async (connection) => {
    await connection.query(`set sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES', time_zone = '+00:00'`);
    if (sql.trim() !== '') await connection.query(sql);
  });
  return {
    url: url.href,
    run,
    catalogHash: () => withConnection(url.href, (connection) => hashMysqlCatalog(connection, isMariaDb)),
    drop: () => withConnection(mysqlUrl, async (connection) => void await connection.query(`drop database if exists ${name}`)),
  };
}

async function withConnection<Result>(url: string, work: (connection: Connection) => Promise<Result>): Promise<Result> {
  const connection = await createConnection({ uri: url, multipleStatements: true, charset: 'utf8mb4' });
  try {
    return await work(connection);
  } finally {
    await connection.end();
  }
}
