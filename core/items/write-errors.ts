import type { Database } from '../dialect/dialect.js';
import type { Transaction } from '../dialect/transaction.js';
import { ApiError } from '../errors/api-error.js';
import type { Views } from './writing.js';
import type { Collection, Schema } from '../schema/schema.js';

/** What a statement was to write. */
export interface WriteStep {
  readonly collection: Collection;
  /** Where the item stands in the request. */
  readonly path: string;
  readonly values: ReadonlyMap<string, unknown>;
}

/** An error about one of several items, of which it is not known which. */
export class UnplacedError extends Error {
  readonly error: ApiError;

  constructor(error: ApiError) {
    super(error.message, { cause: error });
    this.name = 'UnplacedError';
    this.error = error;
  }
}

/** What errors are placed with. */
export interface Placing {
  readonly database: Pick<Database, 'mapError' | 'isConflict'>;
  readonly schema: Schema;
  readonly transaction: Transaction;
  readonly views: Pick<Views, 'read'>;
}

/**
 * Runs a statement, and tells the client what the database refuses: which collection, field and place of the request it is about.
 *
 * @param steps - the items of the statement
 * @throws {UnplacedError} where there are several
 * @throws what the driver throws, where it is a conflict or a bug
 */
export async function place<Result>(steps: readonly WriteStep[], placing: Placing, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const { database } = placing;
    const mapped = database.isConflict(error) ? null : database.mapError(error);
    const [step] = steps;
    if (mapped === null || step === undefined || !aboutValues.has(mapped.code)) throw error;
    const told = tellable(placed(mapped, step.collection, placing.schema), step, placing);
    throw steps.length > 1 ? new UnplacedError(told) : await placedExactly(told, step, placing);
  }
}

const aboutValues: ReadonlySet<string> = new Set([
  'RECORD_NOT_UNIQUE', 'INVALID_FOREIGN_KEY', 'NOT_NULL_VIOLATION', 'VALUE_TOO_LONG', 'VALUE_OUT_OF_RANGE', 'FAILED_VALIDATION',
  'INVALID_QUERY',
]);

/** Names collection and fields as the API does. A value that its type does not take is the payload's fault here, not a query's. */
function placed({ code, details, cause }: ApiError, collection: Collection, { collections }: Schema): ApiError {
  const table = details.collection === undefined || details.collection === collection.table.name
    ? collection : [...collections.values()].find((each) => each.table.name === details.collection) ?? collection;
  const columns = new Map([...table.fields.values()].map(({ column, name }) => [column, name]));
  const fields = details.field?.split(', ').map((column) => columns.get(column) ?? column).join(', ');
  const isMisfit = code === 'INVALID_QUERY';
  const reason = isMisfit ? 'A value does not fit the type of its field.' : details.reason;
  return new ApiError(isMisfit ? 'FAILED_VALIDATION' : code, {
    collection: table.name,
    ...(fields === undefined ? {} : { field: fields }),
    ...(reason === undefined ? {} : { reason }),
  }, { cause });
}

/** Without the names of what the caller neither sent nor may see. */
function tellable(error: ApiError, { collection, values }: WriteStep, { views }: Placing): ApiError {
  const { collection: named = collection.name, field, ...details } = error.details;
  const seen = views.read.collections.get(named)?.collection.fields;
  const isOwn = named === collection.name;
  const isKnown = (name: string): boolean => (isOwn && values.has(name)) || (seen?.has(name) ?? false);
  if ((isOwn || seen) && (field === undefined || field.split(', ').every(isKnown))) return error;
  return new ApiError(error.code, { ...details, collection: seen ? named : collection.name }, { cause: error.cause });
}

async function placedExactly(
  error: ApiError, { collection, path, values }: WriteStep, { schema, transaction }: Placing,
): Promise<ApiError> {
  const isUntold = error.details.field === undefined && error.code === 'INVALID_FOREIGN_KEY';
  const field = isUntold ? await brokenReference(collection, values, schema, transaction) : error.details.field;
  const isField = field !== undefined && collection.fields.has(field);
  const isShown = isField && !collection.fields.get(field)!.concealed;
  const value = isShown && error.code === 'RECORD_NOT_UNIQUE' ? values.get(field) : undefined;
  return new ApiError(error.code, {
    ...error.details,
    ...(field === undefined ? {} : { field }),
    ...(value === undefined ? {} : { value: typeof value === 'bigint' ? String(value) : value }),
    path: isField ? `${path}.${field}` : path,
  }, { cause: error.cause });
}

/** Which foreign key leads nowhere, where the database did not say. It may be in no state to be asked. */
async function brokenReference(
  collection: Collection, values: ReadonlyMap<string, unknown>, schema: Schema, transaction: Transaction,
): Promise<string | undefined> {
  try {
    for (const { kind, fields, relatedCollection, relatedFields } of collection.relations.values()) {
      const related = schema.collections.get(relatedCollection);
      const tuple = fields.map((name) => values.get(name) ?? null);
      if (kind !== 'm2o' || !related || tuple.includes(null)) continue;
      const found = await transaction.select(
        { table: related.table, fields: relatedFields.map((name) => related.fields.get(name)!), tuples: [tuple] },
        [related.fields.get(relatedFields[0]!)!], false);
      if (found.length === 0) return fields.join(', ');
    }
  } catch {
    return undefined;
  }
  return undefined;
}
