import { codes, type ErrorCode } from './codes.js';

/**
 * What an error tells the client beside its code. All of it is sent, so none of it may name anything that the caller
 * may not see.
 */
export interface ErrorDetails {
  /** Where in the request: `filter.author._eqq`, `deep.books._limit`, `data[3].name`. */
  readonly path?: string;
  /** What was wrong, as a sentence. */
  readonly reason?: string;
  /** What would be right, as a sentence. */
  readonly hint?: string;
  readonly collection?: string;
  readonly field?: string;
  readonly type?: string;
  readonly [key: string]: unknown;
}

/**
 * An error meant for the client of a request. `core/http/error-handler.ts` alone turns it into an answer.
 *
 * @example throw new ApiError('INVALID_QUERY', { path: 'limit', reason: '"limit" must be -1 or more, got -2.' });
 */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: { cause?: unknown }) {
    super(details.reason ?? codes[code].message, options);
    this.name = 'ApiError';
    this.code = code;
    this.status = codes[code].status;
    this.details = details;
  }
}
