import Sqlite from 'better-sqlite3';
import mysql from 'mysql2';
import { Connection } from 'pg';
import { Connection as MssqlConnection, type Request } from 'tedious';

type Method = (this: unknown, ...values: unknown[]) => unknown;

/**
 * Notes every statement that this process sends to a database while it works, at the drivers: prepared statements of SQLite as they are
 * run, and what goes over a connection to PostgreSQL, MySQL or SQL Server. The product is not asked.
 */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  const restore = [...watchSqlite(statements), ...watchPostgres(statements), ...watchMysql(statements), ...watchMssql(statements)];
  try {
    await work();
  } finally {
    for (const undo of restore) undo();
  }
  return statements;
}

function watchSqlite(statements: string[]): (() => void)[] {
  const connection = new Sqlite(':memory:');
  const Statement = Object.getPrototypeOf(connection.prepare('select 1')) as Record<string, Method>;
  connection.close();
  const note = (original: Method): Method => function noted(this: unknown, ...values: unknown[]) {
    statements.push((this as { source: string }).source);
    return original.apply(this, values);
  };
  const noteText = (original: Method): Method => function noted(this: unknown, ...values: unknown[]) {
    statements.push(String(values[0]));
    return original.apply(this, values);
  };
  return [
    ...['run', 'get', 'all', 'iterate'].map((name) => replace(Statement, name, note)),
    replace(Sqlite.prototype as unknown as Record<string, Method>, 'exec', noteText),
  ];
}

/** Over a connection a statement goes as a text, or is bound before its rows are fetched, however many times. */
function watchPostgres(statements: string[]): (() => void)[] {
  const connection = Connection.prototype as unknown as Record<string, Method>;
  return ['query', 'bind'].map((name) => replace(connection, name, (original) => function noted(this: unknown, ...values: unknown[]) {
    statements.push(`${name} ${JSON.stringify(values[0])}`);
    return original.apply(this, values);
  }));
}

/** To a MySQL server statements go as text, or prepared: what is prepared is executed right after, and not counted twice. */
function watchMysql(statements: string[]): (() => void)[] {
  // A connection hands on to what all connections have in common.
  const connection = Object.getPrototypeOf(mysql.Connection.prototype) as Record<string, Method>;
  return ['query', 'execute'].map((name) => replace(connection, name, (original) => function noted(this: unknown, ...values: unknown[]) {
    const [given] = values as [string | { readonly sql: string }];
    statements.push(`${name} ${typeof given === 'string' ? given : given.sql}`);
    return original.apply(this, values);
  }));
}

/** To SQL Server a request goes with its values, or as a batch without any. */
function watchMssql(statements: string[]): (() => void)[] {
  const connection = MssqlConnection.prototype as unknown as Record<string, Method>;
  return ['execSql', 'execSqlBatch'].map((name) => replace(connection, name, (original) => function noted(this: unknown, ...values: unknown[]) {
    statements.push(`${name} ${(values as [Request])[0].sqlTextOrProcedure}`);
    return original.apply(this, values);
  }));
}

function replace(target: Record<string, Method>, name: string, make: (original: Method) => Method): () => void {
  const original = target[name];
  if (original === undefined) throw new Error(`The driver has no "${name}".`);
  target[name] = make(original);
  return () => {
    target[name] = original;
  };
}
