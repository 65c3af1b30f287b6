import { GraphQLError } from 'graphql';
import { ApiError, ApiErrors, codes, type ErrorCode, type Log } from 'jackfield';

/** An error of an answer, as JSON has it. */
export interface ErrorEntry {
  readonly message: string;
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: ErrorCode; readonly [key: string]: unknown };
}

/**
 * A document that cannot be read, is not valid for the caller, or is beyond a limit: one error for the whole of it, as the contract has it.
 * Where several things are wrong its `errors` tell each by itself.
 */
export function refusedDocument(problems: readonly GraphQLError[]): ErrorEntry[] {
  const locations = problems.flatMap((problem) => problem.locations ?? []);
  return [{
    message: problems.map(({ message }) => message).join(' '),
    ...(locations.length > 0 && { locations }),
    extensions: {
      code: 'GRAPHQL_VALIDATION',
      ...(problems.length > 1 && { errors: problems.map((problem) => ({ message: problem.message, locations: problem.locations ?? [] })) }),
    },
  }];
}

/**
 * What went wrong with one field: several problems are several errors. What is no error for clients is a bug: it is logged whole, and
 * nothing of it is told.
 */
export function fieldErrors(error: unknown, path: ErrorEntry['path'], log: Log): ErrorEntry[] {
  if (error instanceof ApiErrors) return error.errors.map((each) => entryOf(each, path));
  if (error instanceof ApiError) return [entryOf(error, path)];
  log.error({ err: error, path }, 'A field could not be resolved.');
  return [entryOf(new ApiError('INTERNAL_SERVER_ERROR'), path)];
}

/** Errors as graphql-js gives them. */
export function executionErrors(errors: readonly GraphQLError[], log: Log): ErrorEntry[] {
  return errors.flatMap((error) => {
    const { originalError, message, extensions } = error;
    const { code } = extensions;
    // A plugin may throw one that names its code.
    if (typeof code === 'string' && Object.hasOwn(codes, code) && !(originalError instanceof ApiError)) {
      return [{ message, ...placeOf(error), extensions: { ...extensions, code: code as ErrorCode } }];
    }
    const cause = originalError ?? error;
    // An argument is not valid with the variables that were given: graphql-js finds that out while it executes, and names the place.
    if (cause instanceof GraphQLError && cause.nodes) return [{ message, ...placeOf(error), extensions: { code: 'GRAPHQL_VALIDATION' } }];
    return fieldErrors(cause, error.path, log);
  });
}

function placeOf({ locations, path }: GraphQLError): Pick<ErrorEntry, 'locations' | 'path'> {
  return { ...(locations && { locations }), ...(path && { path }) };
}

function entryOf({ message, code, details }: ApiError, path: ErrorEntry['path']): ErrorEntry {
  return { message, ...(path && { path }), extensions: { code, ...details } };
}
