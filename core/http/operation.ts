import type { GraphQLContext, GraphQLExtension } from '../graphql/graphql.js';
import { ApiError } from '../errors/api-error.js';
import type { Http, HttpContext } from './http.js';

/** What a client sent along: an object without a prototype. */
export type OperationInput = Readonly<Record<string, unknown>>;

/**
 * Something that a client can have done, which is no reading or writing of items: signing in, say. It is a POST route and a GraphQL mutation
 * that mean the same.
 */
export interface Operation {
  /** `/auth/login`. It has no parameters. null where the route is another one than a POST. */
  readonly path: string | null;
  /** The mutation of `/graphql/system`: `auth_login`; null for none. */
  readonly mutation: string | null;
  /** Name → GraphQL type of what the mutation takes. The route takes the same in its body, and the operation itself checks it. */
  readonly input: Readonly<Record<string, string>>;
  /** What is answered, as a GraphQL type; null for nothing: 204, and true. */
  readonly output: { readonly type: string; readonly fields: Readonly<Record<string, string>> } | null;
  readonly run: (input: OperationInput, context: HttpContext) => Promise<unknown>;
}

/** Operations, wherever they are served. */
export interface Operations {
  /** Adds operations to the routes, and to every GraphQL schema that is made from then on. */
  add(...operations: readonly Operation[]): void;
  /** A handler of `graphql.extend`. */
  readonly extend: (extension: GraphQLExtension) => void;
}

/** Makes an empty set of operations. */
export function createOperations(http: Http): Operations {
  const all: Operation[] = [];
  return {
    add(...operations) {
      for (const operation of operations) {
        all.push(operation);
        if (operation.path === null) continue;
        http.route(['POST'], operation.path, async (context) => {
          const answer = await operation.run(await readInput(http, context), context);
          if (operation.output === null) context.status = 204;
          else context.body = { data: answer };
        });
      }
    },
    extend({ scope, composer }) {
      if (scope !== 'system') return;
      for (const { mutation, input, output, run } of all) {
        if (mutation === null) continue;
        if (output) composer.getOrCreateOTC(output.type, (type) => void type.addFields(output.fields));
        composer.Mutation.addFields({
          [mutation]: {
            type: output?.type ?? 'Boolean',
            args: input,
            async resolve(_source: unknown, args: OperationInput, { http: context }: GraphQLContext) {
              if (context === null) throw new ApiError('INVALID_PAYLOAD', { reason: 'This is done over HTTP alone.' });
              const answer = await run(withoutPrototype(args), context);
              return output ? answer : true;
            },
          },
        });
      }
    },
  };
}

/** @throws {ApiError} `INVALID_PAYLOAD` for what is no object; none at all counts as an empty one */
async function readInput(http: Http, context: HttpContext): Promise<OperationInput> {
  const body = await http.readJson(context) ?? {};
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return withoutPrototype(body as OperationInput);
  throw new ApiError('INVALID_PAYLOAD', { reason: 'The body must be an object.' });
}

const withoutPrototype = (input: OperationInput): OperationInput => Object.assign(Object.create(null) as Record<string, unknown>, input);
