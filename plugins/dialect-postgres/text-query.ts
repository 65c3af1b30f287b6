import type { Connection, Submittable } from 'pg';
import type { Row } from 'jackfield';

/** What a query needs of the driver's connection, beside what its types tell. */
interface NamingConnection extends Connection {
  readonly parsedStatements: Readonly<Record<string, string>>;
  readonly submittedNamedStatements: Record<string, string>;
}

/** A statement to run. */
export interface TextQueryOptions {
  readonly text: string;
  /** Under which the server keeps it planned; undefined for not at all. */
  readonly name: string | undefined;
  readonly values: readonly unknown[];
}

type Callback = (error: Error | null, rows: readonly Row[]) => void;

/**
 * A query whose columns are all text, in place of the driver's own, which asks the server to describe the columns of each answer and
 * looks for a parser for each: without both, a small read costs a quarter less. The `handle…` methods are those that the driver calls.
 */
export class TextQuery implements Submittable {
  readonly text: string;
  readonly name: string | undefined;
  /** Called once. The driver may wrap it. */
  callback: Callback;
  readonly #values: readonly (string | null)[];
  readonly #rows: Row[] = [];

  constructor({ text, name, values }: TextQueryOptions, callback: Callback) {
    this.text = text;
    this.name = name;
    this.#values = values.map((value) => toText(value as Bindable));
    this.callback = callback;
  }

  submit(connection: Connection): void {
    const { name, text } = this;
    const { parsedStatements, submittedNamedStatements, stream } = connection as NamingConnection;
    stream.cork();
    if (name === undefined || (parsedStatements[name] ?? submittedNamedStatements[name]) === undefined) {
      connection.parse({ text, ...(name === undefined ? {} : { name }) } as Parameters<Connection['parse']>[0], true);
      if (name !== undefined) submittedNamedStatements[name] = text;
    }
    connection.bind({ statement: name, values: this.#values } as Parameters<Connection['bind']>[0], true);
    connection.execute(null, true);
    connection.sync();
    stream.uncork();
  }

  handleDataRow({ fields }: { readonly fields: Row }): void {
    this.#rows.push(fields);
  }

  handleReadyForQuery(): void {
    this.callback(null, this.#rows);
  }

  handleError(error: Error): void {
    this.callback(error, []);
  }

  handleRowDescription(): void {}
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
}

/** What a parameter's `encode` gives. */
type Bindable = null | undefined | string | number | bigint | boolean | Buffer | readonly Bindable[];

/** A value as the server reads it. Lists become arrays, bytes hexadecimal digits. */
function toText(value: Bindable): string | null {
  if (value === null || value === undefined) return null;
  if (Buffer.isBuffer(value)) return `\\x${value.toString('hex')}`;
  return typeof value === 'object' ? `{${value.map(elementText).join(',')}}` : String(value);
}

function elementText(value: Bindable): string {
  const text = toText(value);
  if (text === null) return 'NULL';
  return typeof value === 'object' && !Buffer.isBuffer(value) ? text : `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}
