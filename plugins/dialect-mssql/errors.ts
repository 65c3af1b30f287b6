import { ApiError, SchemaChangedError, type ErrorCode } from 'jackfield';

/**
 * What numbers of SQL Server mean to a client. What is missing is a bug of ours.
 *
 * @see https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors
 */
const numbers: Partial<Record<ErrorCode, readonly number[]>> = {
  RECORD_NOT_UNIQUE: [2601, 2627],
  NOT_NULL_VIOLATION: [515],
  VALUE_TOO_LONG: [2628, 8152],
  VALUE_OUT_OF_RANGE: [
    220, 232, 248, 8115, // too large for its type
    1007, // a literal of too many digits
    8134, // division by zero
  ],
  INVALID_QUERY: [
    241, 242, 244, 245, 295, 8114, 8169, 517, // a text that is no date, number, uuid…
    6522, 9400, 9402, 9411, 9413, 9420, 9436, 9455, // no place, no XML
    191, 8623, 8631, 8632, // too complex
  ],
  FAILED_VALIDATION: [
    271, 272, 273, 544, 8102, // a value for a column that is computed, a row version or an identity
    3609, 3616, // a trigger refused
    13537, 13538, // the period of a temporal table
    16929, 4405, 4406, 4426, // a view that cannot be changed like that
    1778,
  ],
  FORBIDDEN: [229, 230, 262, 297, 300, 916],
  SERVICE_UNAVAILABLE: [
    1205, 1222, 3960, 3961, 41301, 41302, 41305, 41325, // lost against another transaction, waited too long for it
    3906, 3908, 976, 978, 979, 982, 983, // may only be read, or not at the moment
    701, 802, 1101, 1105, 3271, 8645, 8651, 9002, 823, 824, 5180, // memory, disk
    233, 596, 6005, 10053, 10054, 10060, 17830, 17142, // shut down, cut off
    4060, 18401, 18451, 18452, 18456, 18470, 18487, 18488, // the login or the database
    10928, 10929, 40020, 40143, 40166, 40197, 40501, 40540, 40544, 40549, 40550, 40551, 40552, 40553, 40613, 49918, 49919, 49920, // Azure
  ],
};

const byNumber: ReadonlyMap<number, ErrorCode> = new Map(
  Object.entries(numbers).flatMap(([code, list]) => list.map((number) => [number, code as ErrorCode])));

/** A column or a table that is not there. */
const gone: ReadonlySet<number> = new Set([207, 208]);

/** Numbers of transactions that may succeed when they are run again. */
const conflicts: ReadonlySet<number> = new Set([1205, 3960, 3961, 41301, 41302, 41305, 41325]);

/** Numbers from here on are given by triggers and procedures of the owner. What is far beyond is another server's that speaks the protocol. */
const firstOfOwner = 50_000;
const lastOfOwner = 9_999_999;

/** What the driver and knex's pool say of a connection, by code. */
const lostCodes: ReadonlySet<string> = new Set([
  'ETIMEOUT', 'ESOCKET', 'ECONNCLOSED', 'ENOTOPEN', 'ELOGIN', 'EINSTLOOKUP', 'ECANCEL', 'EINVALIDSTATE', 'ECLOSE',
]);

const reasons: Partial<Record<ErrorCode, string>> = {
  SERVICE_UNAVAILABLE: 'The database cannot answer at the moment.',
  FORBIDDEN: 'The login of the server may not do this in the database.',
  FAILED_VALIDATION: 'The database refused the values: they break one of its constraints.',
  INVALID_FOREIGN_KEY: 'A value refers to an item that does not exist, or an item that others refer to would be lost.',
  RECORD_NOT_UNIQUE: 'There is an item with these values already.',
  NOT_NULL_VIOLATION: 'A value is missing.',
  VALUE_TOO_LONG: 'A text is longer than its field takes.',
  VALUE_OUT_OF_RANGE: 'A number is out of the range that the database can compute with.',
  INVALID_QUERY: 'A value does not fit the type of what it is compared with, or the query is too complex for the database.',
};

/** What a constraint, by its name, or a unique index, by `indexName`, is about. */
export interface Constraint {
  readonly table: string;
  readonly kind: 'unique' | 'foreign key' | 'check';
  readonly columns: readonly string[];
}

/**
 * What a client is told of an error of the driver; null where it is a bug of ours. Of the server's words only names are used, and only those
 * that `constraints` has too.
 */
export function mapError(error: unknown, constraints: ReadonlyMap<string, Constraint>): ApiError | null {
  if (error instanceof ApiError) return error;
  const first = firstOf(error);
  if (first === null) return null;
  if (first.name === 'KnexTimeoutError' || lostCodes.has(codeOf(first))) return answer('SERVICE_UNAVAILABLE', first);
  const number = numberOf(first);
  if (number === null) return null;
  if (gone.has(number)) return new SchemaChangedError(first);
  if (number === 547) return ofConstraint(first, constraints);
  const isOfOwner = number >= firstOfOwner && number <= lastOfOwner;
  const code = byNumber.get(number) ?? (isOfOwner ? 'FAILED_VALIDATION' : null);
  if (code === null) return null;
  return answer(code, first, placed.has(code) ? placeOf(first, constraints) : {});
}

/** A deadlock, or a snapshot that is out of date. */
export function isConflict(error: unknown): boolean {
  const first = firstOf(error);
  return first !== null && conflicts.has(numberOf(first) ?? 0);
}

/** A statement can fail for several reasons, of which the first is the one. */
function firstOf(error: unknown): Error | null {
  if (error instanceof AggregateError) return firstOf(error.errors[0]);
  return error instanceof Error ? error : null;
}

function numberOf(error: Error): number | null {
  return 'number' in error && typeof error.number === 'number' ? error.number : null;
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

const placed: ReadonlySet<ErrorCode> = new Set(['RECORD_NOT_UNIQUE', 'NOT_NULL_VIOLATION', 'VALUE_TOO_LONG', 'FAILED_VALIDATION']);

function answer(code: ErrorCode, cause: Error, place: { collection?: string; field?: string } = {}): ApiError {
  const reason = reasons[code];
  return new ApiError(code, { ...(reason === undefined ? {} : { reason }), ...place }, { cause });
}

/** A foreign key, in both of its directions, or a check. */
function ofConstraint(error: Error, constraints: ReadonlyMap<string, Constraint>): ApiError {
  const constraint = named(error.message, constraints);
  const isCheck = constraint === null ? / CHECK /.test(error.message) : constraint.kind === 'check';
  if (isCheck) return answer('FAILED_VALIDATION', error, placeOf(error, constraints));
  // Of an item that others refer to, the constraint is theirs.
  const isOwn = / FOREIGN KEY /.test(error.message);
  return answer('INVALID_FOREIGN_KEY', error, isOwn ? placeOf(error, constraints) : {});
}

/** Sessions speak English, whatever the language of the login. */
const nullColumn = /into column '(.+?)', table '(.+?)'; column does not allow nulls/s;
const cutColumn = /truncated in table '(.+?)', column '(.+?)'\./s;

function placeOf({ message }: Error, constraints: ReadonlyMap<string, Constraint>): { collection?: string; field?: string } {
  const missing = nullColumn.exec(message);
  if (missing) return { collection: lastPart(missing[2]!), field: missing[1]! };
  const cut = cutColumn.exec(message);
  if (cut) return { collection: lastPart(cut[1]!), field: cut[2]! };
  const constraint = named(message, constraints);
  return constraint === null ? {} : { collection: constraint.table, ...(constraint.columns.length > 0 && { field: constraint.columns.join(', ') }) };
}

/** `database.schema.table`: of a table that has a dot in its name, what stands after it. */
function lastPart(name: string): string {
  return /^[^.]*\.[^.]*\.(.+)$/s.exec(name)?.[1] ?? name;
}

/** The constraint that the server quotes, an index after its table. What a client wrote may stand in the message as well, after both. */
function named(message: string, constraints: ReadonlyMap<string, Constraint>): Constraint | null {
  const names = [...message.matchAll(/['"]([^'"]+)['"]/g)].map(({ 1: name = '' }) => name);
  for (const name of names) {
    for (const found of [constraints.get(name), ...names.map((table) => constraints.get(indexName(table, name)))]) if (found !== undefined) return found;
  }
  return null;
}

/** Under which `constraints` has a unique index: its name is its table's own. A table is named `schema.table`. */
export function indexName(table: string, index: string): string {
  return `${table} ${index}`;
}
