import { ApiError } from './api-error.js';

/**
 * A statement names a table or column that the database does not have, or no more: the mirror is to be read again. The client may ask again
 * soon: what is gone is then answered like what never was.
 */
export class SchemaChangedError extends ApiError {
  constructor(cause: Error) {
    super('SERVICE_UNAVAILABLE', { reason: 'The database has changed, and is being looked at again.' }, { cause });
    this.name = 'SchemaChangedError';
  }
}
