import { createHash, randomBytes } from 'node:crypto';
import mssql from 'mssql';

/** The server that tests may make databases on, as `database.url` would have it. */
export const mssqlUrl = process.env['MSSQL_URL'];

/** An empty database of SQL Server. */
export interface MssqlDatabase {
  readonly url: string;
  /** Batches are separated by lines that say `go`. */
  run(sql: string): Promise<void>;
  catalogHash(): Promise<string>;
  drop(): Promise<void>;
}

/** Makes an empty database on the server of `MSSQL_URL`. Its texts sort by code point, as in the other databases of tests, where the server can. */
export async function createMssql(): Promise<MssqlDatabase> {
  if (mssqlUrl === undefined) throw new Error('MSSQL_URL is not set.');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const url = withDatabase(mssqlUrl, name);
  await batches(mssqlUrl, [`create database ${name} collate Latin1_General_100_BIN2`]).catch(() => batches(mssqlUrl, [`create database ${name}`]));
  return {
    url,
    run: async (sql) => void await batches(url, sql.split(/^\s*go\s*$/im).filter((batch) => batch.trim() !== '')),
    catalogHash: async () => createHash('sha256').update(JSON.stringify(await batches(url, catalogQueries))).digest('hex'),
    async drop() {
      // Who is still connected is cut off, where the server knows how.
      await batches(mssqlUrl, [`alter database ${name} set single_user with rollback immediate`]).catch(() => undefined);
      await batches(mssqlUrl, [`drop database ${name}`]);
    },
  };
}

/** A later word of a connection string counts. */
function withDatabase(url: string, name: string): string {
  if (!url.includes('://')) return withWords(url, { Database: name });
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

/** The same database, as another login. */
export function asLogin(url: string, login: string, password: string): string {
  if (!url.includes('://')) return withWords(url, { 'User Id': login, Password: password });
  const changed = new URL(url);
  changed.username = login;
  changed.password = password;
  return changed.href;
}

function withWords(text: string, words: Readonly<Record<string, string>>): string {
  return [text.replace(/;\s*$/, ''), ...Object.entries(words).map(([word, value]) => `${word}=${value}`)].join(';');
}

const catalogQueries = [
  `select s.name as s, o.name as o, o.type, c.name as c, c.column_id, c.max_length, c.precision, c.scale, c.is_nullable, c.is_identity, c.is_computed
    from sys.objects as o join sys.schemas as s on s.schema_id = o.schema_id left join sys.columns as c on c.object_id = o.object_id
    where o.is_ms_shipped = 0 order by s.name, o.name, c.column_id`,
  `select o.name as o, i.name as i, i.is_unique, i.is_primary_key, k.key_ordinal, k.column_id
    from sys.indexes as i join sys.objects as o on o.object_id = i.object_id
      left join sys.index_columns as k on k.object_id = i.object_id and k.index_id = i.index_id
    where o.is_ms_shipped = 0 order by o.name, i.name, k.key_ordinal, k.column_id`,
  'select name, definition from sys.check_constraints order by name',
  'select name, definition from sys.default_constraints order by name',
];

/** Runs one statement on the server of `MSSQL_URL`, and gives its first value. */
export async function askMssql(sql: string): Promise<unknown> {
  const [rows] = await batches(mssqlUrl!, [sql]) as (readonly Readonly<Record<string, unknown>>[] | null)[];
  return Object.values(rows?.[0] ?? {})[0];
}

async function batches(url: string, sql: readonly string[]): Promise<unknown[]> {
  const { parseConnectionString } = await import('../../plugins/dialect-mssql/connection-string.js');
  const { server, options, authentication } = parseConnectionString(url);
  const { userName, password } = (authentication?.options ?? {}) as { readonly userName?: string; readonly password?: string };
  const pool = new mssql.ConnectionPool({
    server, ...(options?.port === undefined ? {} : { port: options.port }), ...(options?.database === undefined ? {} : { database: options.database }),
    ...(userName === undefined ? {} : { user: userName }), ...(password === undefined ? {} : { password }),
    options: { encrypt: options?.encrypt !== false, trustServerCertificate: options?.trustServerCertificate === true },
    pool: { min: 0, max: 1 },
  });
  await pool.connect();
  try {
    const answers: unknown[] = [];
    for (const batch of sql) answers.push((await pool.request().batch(batch)).recordset ?? null);
    return answers;
  } finally {
    await pool.close();
  }
}
