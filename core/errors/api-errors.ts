import type { ApiError } from './api-error.js';

/** Several things wrong with one request, answered in one body. The first one's status is the answer's. */
export class ApiErrors extends Error {
  readonly errors: readonly [ApiError, ...ApiError[]];

  constructor(errors: readonly [ApiError, ...ApiError[]]) {
    super(errors.map(({ message }) => message).join(' '));
    this.name = 'ApiErrors';
    this.errors = errors;
  }
}
