import { expect } from 'chai';
import type { Client } from '../../core/testing/testing.js';

/** What a GraphQL server answered, as far as tests look at it. */
export interface GraphQLAnswer {
  readonly status: number;
  readonly text: string;
  /** undefined where the answer has none. */
  // oxlint-disable-next-line typescript/no-explicit-any -- a test looks into answers of any shape
  readonly data: any;
  readonly codes: readonly string[];
}

/** Asks by POST. */
export async function askGraphQL(client: Client, query: string, variables?: object, path = '/graphql'): Promise<GraphQLAnswer> {
  const { status, text, body } = await client.post(path, { query, ...(variables && { variables }) });
  const errors = (body?.errors ?? []) as readonly { readonly extensions: { readonly code: string } }[];
  return { status, text, data: body?.data, codes: errors.map(({ extensions }) => extensions.code) };
}

/** Asks, and expects data without errors. */
// oxlint-disable-next-line typescript/no-explicit-any -- a test looks into answers of any shape
export async function dataOf(client: Client, query: string, variables?: object, path?: string): Promise<any> {
  const { status, text, data, codes } = await askGraphQL(client, query, variables, path);
  expect({ status, codes }, text).to.deep.equal({ status: 200, codes: [] });
  return data;
}
