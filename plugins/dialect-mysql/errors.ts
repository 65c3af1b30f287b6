import { ApiError, SchemaChangedError, type ErrorCode } from 'jackfield';

/**
 * What error numbers mean to a client. What is missing is a bug of ours. Numbers up to 1999 are of both, from 3000 of MySQL, from 4000 of
 * MariaDB.
 *
 * @see https://dev.mysql.com/doc/mysql-errors/8.0/en/server-error-reference.html
 * @see https://mariadb.com/kb/en/mariadb-error-codes/
 */
const numbers: Partial<Record<ErrorCode, readonly number[]>> = {
  SERVICE_UNAVAILABLE: [
    1021, 1037, 1038, 1041, 1114, // disk, memory
    1040, 1129, 1203, 1226, 1461, // too many connections, statements
    1044, 1045, 1049, 1698, // the login is refused, the database is gone
    1053, 1077, 1079, 1080, 1152, 1158, 1159, 1160, 1161, 1184, 1927, // shutdown, connection lost
    1205, 1213, 1020, // lock timeout, deadlock, changed meanwhile
    1317, 1969, 3024, 3168, // interrupted, time limit
    1290, 1792, 1836, 3032, // read-only
    1243, 1615, // a prepared statement was lost
  ],
  VALUE_TOO_LONG: [1153, 1301, 1406],
  VALUE_OUT_OF_RANGE: [1264, 1365, 1690],
  INVALID_QUERY: [1292, 1366, 1367, 1411, 3854, 1104, 1116, 1118, 1119, 1267, 1270, 1271, 1390, 1436, 3699],
  RECORD_NOT_UNIQUE: [1022, 1062, 1169, 1586],
  INVALID_FOREIGN_KEY: [1216, 1217, 1451, 1452],
  NOT_NULL_VIOLATION: [1048, 1263, 1364, 1566],
  FAILED_VALIDATION: [1265, 1369, 1644, 1906, 3105, 3140, 3819, 3903, 4025, 4079],
  FORBIDDEN: [1142, 1143, 1227, 1370],
};

/** A table or a column that is not there. */
const gone: ReadonlySet<number | undefined> = new Set([1054, 1109, 1146]);

const byNumber: ReadonlyMap<number, ErrorCode> = new Map(
  Object.entries(numbers).flatMap(([code, list]) => list.map((number) => [number, code as ErrorCode] as const)),
);

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

/** What the catalog knows of constraints: the server tells the name of a key alone. Each is its columns. */
export interface Constraints {
  /** By table, the names of keys among it: `PRIMARY`. */
  readonly keys: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
  /** Foreign keys by `schema.name`. */
  readonly foreignKeys: ReadonlyMap<string, readonly string[]>;
}

interface DriverError extends Error {
  readonly errno?: number;
  readonly code?: string;
  readonly sql?: string;
  readonly sqlMessage?: string;
}

/**
 * What a client is told of an error of the driver; null where it is a bug of ours. Of the server's own words only names are used, and only
 * where the catalog has them.
 */
export function mapError(error: unknown, constraints: Constraints): ApiError | null {
  if (error instanceof ApiError) return error;
  if (!(error instanceof Error)) return null;
  const { errno, code = '' } = error as DriverError;
  if (gone.has(errno)) return new SchemaChangedError(error);
  const mapped = errno === undefined ? undefined : byNumber.get(errno);
  if (mapped === undefined) return isLost(error, code) ? answer('SERVICE_UNAVAILABLE', error) : null;
  return answer(mapped, error, placeOf(error, mapped, constraints));
}

/** A deadlock, or rows that changed since they were first read: the server has rolled the transaction back. */
export function isConflict(error: unknown): boolean {
  return error instanceof Error && [1213, 1020].includes((error as DriverError).errno ?? 0);
}

/** Node's own codes are words: ECONNREFUSED. So are those of the driver: PROTOCOL_CONNECTION_LOST. */
function isLost({ name, message }: Error, code: string): boolean {
  return name === 'KnexTimeoutError' || /^(E[A-Z]{3,}|PROTOCOL_[A-Z_]+|POOL_CLOSED|HANDSHAKE_[A-Z_]+)$/.test(code)
    || /closed state|Connection lost|Unable to acquire a connection|aborted/.test(message);
}

function answer(code: ErrorCode, cause: Error, place: { collection?: string; field?: string } = {}): ApiError {
  const reason = reasons[code];
  return new ApiError(code, { ...(reason === undefined ? {} : { reason }), ...place }, { cause });
}

/** A name in backticks, which are doubled in it. */
const name = '`((?:[^`]|``)*)`';
const target = new RegExp(`^(?:insert into|update|delete from) (?:${name}\\.)?${name}`, 'i');
const failedKey = new RegExp(`\\(${name}\\.${name}, CONSTRAINT ${name} FOREIGN KEY`);
const failedCheck = new RegExp(`for ${name}\\.${name}$`);

function placeOf(
  { sql = '', sqlMessage = '' }: DriverError, code: ErrorCode, { keys, foreignKeys }: Constraints,
): { collection?: string; field?: string } {
  if (code === 'INVALID_FOREIGN_KEY') {
    const [, schema = '', table, constraint = ''] = (failedKey.exec(sqlMessage) ?? []).map(unquoted);
    const columns = foreignKeys.get(`${schema}.${constraint}`);
    return { ...(table === undefined ? {} : { collection: table }), ...(columns === undefined ? {} : { field: columns.join(', ') }) };
  }
  const [, , written] = (target.exec(sql) ?? []).map(unquoted);
  const table = failedCheck.exec(sqlMessage)?.[2] ?? written;
  if (table === undefined || !keys.has(table)) return {};
  const field = code === 'RECORD_NOT_UNIQUE' ? keyColumns(sqlMessage, table, keys) : /(?:Column|column|Field) '(.+?)'/.exec(sqlMessage)?.[1];
  return { collection: table, ...(field === undefined ? {} : { field }) };
}

/** `Duplicate entry '…' for key 'books.title'`: MySQL puts the table before the name of the key. */
function keyColumns(message: string, table: string, keys: Constraints['keys']): string | undefined {
  const key = message.slice(message.lastIndexOf(" for key '") + " for key '".length, -1);
  const columns = keys.get(table);
  return (columns?.get(key) ?? columns?.get(key.slice(key.indexOf('.') + 1)))?.join(', ');
}

function unquoted(text: string | undefined): string | undefined {
  return text?.replaceAll('``', '`');
}
