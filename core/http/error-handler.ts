import { ApiError } from '../errors/api-error.js';
import { ApiErrors } from '../errors/api-errors.js';
import { codes } from '../errors/codes.js';
import type { Log } from '../kernel/log.js';
import { clearBodyHeaders } from './headers.js';
import type { HttpContext } from './http.js';

/** When a client may ask again that was told `SERVICE_UNAVAILABLE`. */
const retrySeconds = 1;

/**
 * Answers a failed request: the only place that writes an error body. What is no `ApiError` is a bug: it is logged whole and answered
 * 500 with nothing of it.
 */
export function answerError(context: HttpContext, error: unknown, log: Log): void {
  const errors = error instanceof ApiErrors ? error.errors : [error instanceof ApiError ? placed(error, context) : unexpected(context, error, log)];
  if (context.res.headersSent) {
    context.res.destroy();
    return;
  }
  clearBodyHeaders(context);
  context.status = errors[0]?.status ?? codes.INTERNAL_SERVER_ERROR.status;
  if (context.status === codes.SERVICE_UNAVAILABLE.status) {
    context.res.setHeader('Retry-After', retrySeconds);
    // What the client is not told is what whoever runs the server has to know.
    const cause = errors[0]?.cause;
    if (cause !== undefined) log.warn({ err: cause, requestId: context.state.requestId }, 'The database cannot answer at the moment.');
  }
  const wait = errors[0]?.details['retryAfter'];
  if (typeof wait === 'number') context.res.setHeader('Retry-After', wait);
  context.res.setHeader('Content-Type', 'application/json; charset=utf-8');
  context.body = errorBody(errors);
}

/** Whoever finds out that nothing of the kind is served may not know what the client sent. */
function placed(error: ApiError, { path }: HttpContext): ApiError {
  return error.code === 'ROUTE_NOT_FOUND' && error.details.path === undefined ? new ApiError(error.code, { ...error.details, path }) : error;
}

/** The body of an error answer, as JSON text. */
export function errorBody(errors: readonly ApiError[]): string {
  return JSON.stringify({
    errors: errors.map(({ message, code, details }) => ({ message, extensions: { code, ...details } })),
  });
}

function unexpected(context: HttpContext, error: unknown, log: Log): ApiError {
  const { method, path, state } = context;
  log.error({ err: error, requestId: state.requestId, method, path }, 'A request failed unexpectedly.');
  return new ApiError('INTERNAL_SERVER_ERROR');
}
