import { expect } from 'chai';
import { Value } from 'typebox/value';
import { ApiError } from '../../../core/errors/api-error.js';
import type { QueryInput } from '../../../core/query/input.js';
import { queryLimits, type QueryLimits } from '../../../core/query/limits.js';
import { parseSearchParameters } from '../../../core/query/parse-parameters.js';
import { parseQuery } from '../../../core/query/parse.js';
import type { Query } from '../../../core/query/query.js';

/** The limits as the config has them by default. */
export const limits: QueryLimits = Value.Create(queryLimits);

const books = { collection: 'books', representation: 'rest' } as const;

export function fromBody(input: unknown, changed: Partial<QueryLimits> = {}): Query {
  return parseQuery(input as QueryInput, { ...books, limits: { ...limits, ...changed }, source: 'body' });
}

export function fromUrl(queryString: string, changed: Partial<QueryLimits> = {}): Query {
  const withChanges = { ...limits, ...changed };
  return parseQuery(parseSearchParameters(queryString, withChanges), { ...books, limits: withChanges, source: 'url' });
}

/** The error that reading ends with, which must be one for the client. */
export function refusal(read: () => unknown): ApiError {
  try {
    read();
  } catch (error) {
    expect(error).to.be.instanceOf(ApiError);
    const refused = error as ApiError;
    expect(refused.code).to.equal('INVALID_QUERY');
    expect(refused.status).to.equal(400);
    expect(refused.details.path).to.be.a('string').that.is.not.empty;
    expect(refused.details.reason).to.be.a('string').that.is.not.empty;
    return refused;
  }
  return expect.fail('It was not refused.');
}
