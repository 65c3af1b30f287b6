import { ApiError, type Row } from 'jackfield';
import type { Connection, QueryError, ResultSetHeader, RowDataPacket } from 'mysql2';
import type { Readable } from 'node:stream';
import type { BoundSql } from './placeholders.js';

/** The parts of the driver that its types leave out: what a command is given of each packet, and what a packet knows of itself. */
interface Command {
  execute(packet: Packet | undefined, connection: Connection): unknown;
  stream(options: { readonly highWaterMark: number }): Readable;
}
interface Packet {
  isEOF(): boolean;
  eofWarningCount(): number;
}

/** What a statement answered. */
export interface Answer {
  readonly rows: readonly Row[];
  /** Of a statement that gives no rows. */
  readonly header: ResultSetHeader | null;
}

/** Runs a prepared statement. Texts that came out too long for the server, which it cuts with a mere warning, are an error. */
export async function execute(connection: Connection, statement: BoundSql): Promise<Answer> {
  let warnings: (() => number) | undefined;
  const answer = await new Promise<readonly Row[] | ResultSetHeader>((resolve, reject) => {
    const done = (error: QueryError | null, result: unknown): void => {
      if (error) reject(error);
      else resolve(result as readonly Row[] | ResultSetHeader);
    };
    warnings = watchWarnings(connection.execute({ ...statement, values: [...statement.values] as string[], rowsAsArray: true }, done));
  });
  if (!isRows(answer)) return { rows: [], header: answer };
  if (warnings && warnings() > 0) await refuseCut(connection);
  return { rows: answer, header: null };
}

/** The same, row by row. */
export async function* executeStream(connection: Connection, statement: BoundSql, rowsAtOnce: number): AsyncGenerator<Row> {
  const command = connection.execute({ ...statement, values: [...statement.values] as string[], rowsAsArray: true });
  const warnings = watchWarnings(command);
  yield* (command as unknown as Command).stream({ highWaterMark: rowsAtOnce }) as AsyncIterable<Row>;
  if (warnings() > 0) await refuseCut(connection);
}

function isRows(result: readonly Row[] | ResultSetHeader): result is readonly Row[] {
  return Array.isArray(result);
}

/** How many warnings there were, by the last packet of the rows. */
function watchWarnings(given: unknown): () => number {
  const command = given as Command;
  const original = command.execute.bind(command);
  let count = 0;
  command.execute = (packet, connection) => {
    if (packet?.isEOF()) count = packet.eofWarningCount();
    return original(packet, connection);
  };
  return () => count;
}

/** An aggregate that was cut, and a text that is longer than a packet may be, which becomes NULL. */
const cutting: ReadonlySet<number> = new Set([1260, 1301]);

async function refuseCut(connection: Connection): Promise<void> {
  const [found] = await connection.promise().query<(RowDataPacket & { readonly Code: number })[]>('show warnings');
  if (!found.some(({ Code }) => cutting.has(Code))) return;
  throw new ApiError('VALUE_TOO_LONG', {
    reason: 'An item of the answer is longer than the database can put together.',
    hint: 'Ask for fewer related items at a time.',
  });
}
