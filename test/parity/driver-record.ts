import Sqlite from 'better-sqlite3';
import { Connection } from 'pg';

/** What the drivers of all databases in this process were given while it recorded. */
export interface DriverRecord {
  /** The text of every statement. */
  readonly statements: string[];
  /** Every bound value, as text. */
  readonly values: string[];
  /** Ends the recording and leaves the drivers as they were. */
  stop(): void;
}

type Method = (this: unknown, ...given: unknown[]) => unknown;

/** Starts to record at the last place before a database: the messages that pg sends, and what SQLite's binding is called with. */
export function recordDrivers(): DriverRecord {
  const statements: string[] = [];
  const values: string[] = [];
  const restores: (() => void)[] = [];

  function observe(prototype: object, name: string, see: (given: readonly unknown[]) => void): void {
    const original = Reflect.get(prototype, name) as Method;
    Reflect.set(prototype, name, function observed(this: unknown, ...given: unknown[]) {
      see(given);
      return original.apply(this, given);
    });
    restores.push(() => Reflect.set(prototype, name, original));
  }

  const seeStatement = ([statement]: readonly unknown[]): void => void statements.push(textOf(statement));
  const seeValues = (given: readonly unknown[]): void => void values.push(...given.map(textOf));

  observe(Connection.prototype, 'query', seeStatement);
  observe(Connection.prototype, 'parse', seeStatement);
  observe(Connection.prototype, 'bind', seeValues);
  const connection = new Sqlite(':memory:');
  const statement = Object.getPrototypeOf(connection.prepare('select 1')) as object;
  connection.close();
  for (const name of ['prepare', 'exec', 'pragma']) observe(Sqlite.prototype, name, seeStatement);
  for (const name of ['all', 'get', 'iterate', 'run', 'bind']) observe(statement, name, seeValues);

  return {
    statements,
    values,
    stop: () => {
      for (const restore of restores) restore();
    },
  };
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? String(member) : member));
}
