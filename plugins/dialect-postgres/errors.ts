import { ApiError, SchemaChangedError, type ErrorCode } from 'jackfield';

/**
 * What codes of PostgreSQL, or their first two letters (their class), mean to a client. What is missing is a bug of ours.
 *
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const bySqlState: ReadonlyMap<string, ErrorCode> = new Map(Object.entries({
  '08': 'SERVICE_UNAVAILABLE', // connection exception
  '28': 'SERVICE_UNAVAILABLE', // the login is refused
  '3D000': 'SERVICE_UNAVAILABLE', // the database is gone
  '40': 'SERVICE_UNAVAILABLE', // deadlock, serialisation failure
  '53': 'SERVICE_UNAVAILABLE', // too many connections, disk full, out of memory
  '55P03': 'SERVICE_UNAVAILABLE', // lock timeout
  '55000': 'SERVICE_UNAVAILABLE', // a materialised view that was never filled
  '57': 'SERVICE_UNAVAILABLE', // statement timeout, shutdown, starting up
  '58': 'SERVICE_UNAVAILABLE', // input and output
  '25006': 'SERVICE_UNAVAILABLE', // writing to a standby
  '22001': 'VALUE_TOO_LONG',
  '22003': 'VALUE_OUT_OF_RANGE',
  '22012': 'VALUE_OUT_OF_RANGE', // division by zero
  '22007': 'INVALID_QUERY', '22008': 'INVALID_QUERY', // dates
  '22P02': 'INVALID_QUERY', // a text that is no number, uuid, enum value…
  '22021': 'INVALID_QUERY', '22P05': 'INVALID_QUERY', // characters that a text cannot hold
  '2201W': 'INVALID_QUERY', '2201X': 'INVALID_QUERY', // limit, offset
  '54': 'INVALID_QUERY', // too complex
  '23505': 'RECORD_NOT_UNIQUE', '23P01': 'RECORD_NOT_UNIQUE',
  '23503': 'INVALID_FOREIGN_KEY', '23001': 'INVALID_FOREIGN_KEY',
  '23502': 'NOT_NULL_VIOLATION',
  '23514': 'FAILED_VALIDATION', '44000': 'FAILED_VALIDATION', // check, view's check option
  P0001: 'FAILED_VALIDATION', // a trigger refused
  '428C9': 'FAILED_VALIDATION', // a value for a column that is always generated
  '42501': 'FORBIDDEN',
} satisfies Record<string, ErrorCode>));

/** A table, a column, a schema that is not there. */
const gone: ReadonlySet<string> = new Set(['42P01', '42703', '3F000']);

/** What the driver and its pool say without a code. knex puts the statement before it. */
const lostConnection = new RegExp(`(?:^| - )(?:${[
  'Connection terminated', 'Client has encountered a connection error', 'Client was closed',
  'timeout exceeded when trying to connect', 'Query read timeout',
  'timeout expired', 'Cannot use a pool after calling end', 'The server does not support SSL',
].join('|')})`);

const reasons: Partial<Record<ErrorCode, string>> = {
  SERVICE_UNAVAILABLE: 'The database cannot answer at the moment.',
  FAILED_VALIDATION: 'The database refused the values: they break one of its constraints.',
  INVALID_FOREIGN_KEY: 'A value refers to an item that does not exist, or an item that others refer to would be lost.',
  RECORD_NOT_UNIQUE: 'There is an item with these values already.',
  NOT_NULL_VIOLATION: 'A value is missing.',
  VALUE_TOO_LONG: 'A text is longer than its field takes.',
  VALUE_OUT_OF_RANGE: 'A number is out of the range that the database can compute with.',
  INVALID_QUERY: 'A value does not fit the type of what it is compared with, or the query is too complex for the database.',
};

/**
 * What a client is told of an error of the driver; null where it is a bug of ours. `collection` is the name of the table; the columns
 * of a constraint come from `constraints`, since the server's own words depend on its language.
 */
export function mapError(error: unknown, constraints: ReadonlyMap<string, readonly string[]>): ApiError | null {
  if (error instanceof ApiError) return error;
  if (!(error instanceof Error)) return null;
  const code = codeOf(error);
  if (gone.has(code ?? '')) return new SchemaChangedError(error);
  const mapped = code === null ? null : bySqlState.get(code) ?? bySqlState.get(code.slice(0, 2)) ?? null;
  if (mapped === null) return isLost(error, code) ? answer('SERVICE_UNAVAILABLE', error) : null;
  return answer(mapped, error, /^23[0-9P]/.test(code ?? '') ? placeOf(error, constraints) : {});
}

/** Whether an error says that the server no longer knows a statement by its name, or knows another one by it. */
export function isNameLost(error: unknown): boolean {
  return error instanceof Error && ['26000', '42P05'].includes(codeOf(error) ?? '');
}

/** A deadlock or a serialisation failure; also a name of a statement that the server has lost, which ends the transaction. */
export function isConflict(error: unknown): boolean {
  return error instanceof Error && (['40001', '40P01'].includes(codeOf(error) ?? '') || isNameLost(error));
}

function codeOf(error: Error): string | null {
  return 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** Node's own codes are words: ECONNREFUSED, ENOTFOUND. */
function isLost(error: Error, code: string | null): boolean {
  return error.name === 'KnexTimeoutError' || /^E[A-Z_]{3,}$/.test(code ?? '') || lostConnection.test(error.message);
}

function answer(code: ErrorCode, cause: Error, place: { collection?: string; field?: string } = {}): ApiError {
  const reason = reasons[code];
  return new ApiError(code, { ...(reason === undefined ? {} : { reason }), ...place }, { cause });
}

function placeOf(error: Error, constraints: ReadonlyMap<string, readonly string[]>): { collection?: string; field?: string } {
  const { schema, table, column, constraint } = error as Readonly<Partial<Record<'schema' | 'table' | 'column' | 'constraint', string>>>;
  const columns = column === undefined ? constraints.get(`${schema}.${constraint}`) : [column];
  return { ...(table === undefined ? {} : { collection: table }), ...(columns === undefined ? {} : { field: columns.join(', ') }) };
}
