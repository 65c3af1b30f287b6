import { ApiError, SchemaChangedError, type ErrorCode } from 'jackfield';

/** Codes of SQLite, or their first words, that say all there is to say. The first that fits counts. */
const byCode: readonly (readonly [code: string, answer: ErrorCode])[] = [
  ['SQLITE_BUSY', 'SERVICE_UNAVAILABLE'],
  ['SQLITE_LOCKED', 'SERVICE_UNAVAILABLE'],
  ['SQLITE_CANTOPEN', 'SERVICE_UNAVAILABLE'],
  ['SQLITE_IOERR', 'SERVICE_UNAVAILABLE'],
  ['SQLITE_FULL', 'SERVICE_UNAVAILABLE'],
  ['SQLITE_NOMEM', 'SERVICE_UNAVAILABLE'],
  ['SQLITE_INTERRUPT', 'SERVICE_UNAVAILABLE'],
  ['SQLITE_PROTOCOL', 'SERVICE_UNAVAILABLE'],
  ['SQLITE_READONLY', 'FORBIDDEN'],
  ['SQLITE_PERM', 'FORBIDDEN'],
  ['SQLITE_AUTH', 'FORBIDDEN'],
  ['SQLITE_TOOBIG', 'VALUE_TOO_LONG'],
  ['SQLITE_MISMATCH', 'FAILED_VALIDATION'],
  ['SQLITE_CONSTRAINT_FOREIGNKEY', 'INVALID_FOREIGN_KEY'],
  ['SQLITE_CONSTRAINT_NOTNULL', 'NOT_NULL_VIOLATION'],
  ['SQLITE_CONSTRAINT_UNIQUE', 'RECORD_NOT_UNIQUE'],
  ['SQLITE_CONSTRAINT_PRIMARYKEY', 'RECORD_NOT_UNIQUE'],
  ['SQLITE_CONSTRAINT_ROWID', 'RECORD_NOT_UNIQUE'],
  ['SQLITE_CONSTRAINT', 'FAILED_VALIDATION'],
];

/** A table or column that is not there. knex puts the statement before it. */
const gone = /(?:^| - )(?:no such (?:table|column): |table .* has no column named )/;

const reasons: Partial<Record<ErrorCode, string>> = {
  SERVICE_UNAVAILABLE: 'The database cannot answer at the moment.',
  FORBIDDEN: 'The database may only be read.',
  FAILED_VALIDATION: 'The database refused the values: they break one of its constraints.',
  INVALID_FOREIGN_KEY: 'A value refers to an item that does not exist, or an item that others refer to would be lost.',
  RECORD_NOT_UNIQUE: 'There is an item with these values already.',
  NOT_NULL_VIOLATION: 'A value is missing.',
};

/**
 * What a client is told of an error of the driver; null where it is a bug of ours. Of SQLite's own words only the names of columns are
 * used, and only where `tables` has the table they belong to.
 */
export function mapError(error: unknown, tables: ReadonlySet<string>): ApiError | null {
  if (error instanceof ApiError) return error;
  if (!(error instanceof Error)) return null;
  if (error.name === 'KnexTimeoutError') return answer('SERVICE_UNAVAILABLE', error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // `sum` of integers that does not fit 64 bits: SQLite has no code of its own for it. knex puts the statement before the message.
  if (code === 'SQLITE_ERROR' && error.message.endsWith('integer overflow')) {
    return new ApiError('VALUE_OUT_OF_RANGE', { reason: 'A sum does not fit 64 bits.' }, { cause: error });
  }
  if (code === 'SQLITE_ERROR' && gone.test(error.message)) return new SchemaChangedError(error);
  const mapped = byCode.find(([prefix]) => code.startsWith(prefix))?.[1];
  if (mapped === undefined) return null;
  const hasColumns = mapped === 'RECORD_NOT_UNIQUE' || mapped === 'NOT_NULL_VIOLATION';
  return answer(mapped, error, hasColumns ? columnsOf(error.message, tables) : {});
}

/** Another process wrote to the file since this transaction first read it, or is writing now. */
export function isConflict(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('SQLITE_BUSY');
}

function answer(code: ErrorCode, cause: Error, place: { collection?: string; field?: string } = {}): ApiError {
  const reason = reasons[code];
  return new ApiError(code, { ...(reason === undefined ? {} : { reason }), ...place }, { cause });
}

const failed = 'constraint failed: ';

/** `UNIQUE constraint failed: books.author, books.title` → the table and `author, title`. */
function columnsOf(message: string, tables: ReadonlySet<string>): { collection?: string; field?: string } {
  const list = message.slice(message.lastIndexOf(failed) + failed.length);
  // A dot may be in a name as well: the longest table that fits is meant.
  const table = [...tables].filter((name) => list.startsWith(`${name}.`)).sort((a, b) => b.length - a.length)[0];
  if (table === undefined) return {};
  return { collection: table, field: list.split(`, ${table}.`).join(', ').slice(table.length + 1) };
}
