import type { Identity } from '../access/access.js';
import type { GraphQLContext, GraphQLExtension } from '../graphql/graphql.js';
import { ApiError } from '../errors/api-error.js';
import type { JsonSchema, OpenApiOperation } from '../openapi/openapi.js';
import type { HookCalls } from '../registry/hooks.js';
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
  /** For the OpenAPI document: `Signs in.` */
  readonly summary: string;
  /** Whether it is for everybody, a credential or not; else for those who have signed in. */
  readonly isPublic?: boolean;
  /** Whether somebody could try out secrets by it, or have mails sent: then `operation.attempt` is asked each time, over REST and GraphQL. */
  readonly isAttempt?: boolean;
  /** Schemas of members of the body that take more than the mutation does. */
  readonly members?: Readonly<Record<string, JsonSchema>>;
  readonly run: (input: OperationInput, context: HttpContext) => Promise<unknown>;
}

/** What the operations of a plugin have in common. */
export interface OperationsOptions {
  /** What they are listed under in the OpenAPI document. */
  readonly tag: string;
  /** Values of the enums that their inputs name. */
  readonly enums?: Readonly<Record<string, readonly string[]>>;
  readonly hooks: HookCalls;
}

/** An operation is about to run by which somebody could try out secrets, or have mails sent. */
export interface OperationAttempt {
  readonly operation: Operation;
  readonly context: HttpContext;
}

/** Operations, wherever they are served. */
export interface Operations {
  /** Adds operations to the routes, and to every GraphQL schema that is made from then on. */
  add(...operations: readonly Operation[]): void;
  /** A handler of `graphql.extend`. */
  readonly extend: (extension: GraphQLExtension) => void;
  /** A handler of `openapi.operations`. */
  readonly describe: (others: readonly OpenApiOperation[], asked: { readonly identity: Identity }) => readonly OpenApiOperation[];
}

/** Makes an empty set of operations. */
export function createOperations(http: Http, { tag, enums = {}, hooks }: OperationsOptions): Operations {
  const all: Operation[] = [];

  async function run(operation: Operation, input: OperationInput, context: HttpContext): Promise<unknown> {
    if (operation.isAttempt) await hooks.filter('operation.attempt', { operation, context }, undefined);
    return operation.run(input, context);
  }

  return {
    add(...operations) {
      for (const operation of operations) {
        all.push(operation);
        if (operation.path === null) continue;
        http.route(['POST'], operation.path, async (context) => {
          const answer = await run(operation, await readInput(http, context), context);
          if (operation.output === null) context.status = 204;
          else context.body = { data: answer };
        });
      }
    },
    extend({ scope, composer }) {
      if (scope !== 'system') return;
      for (const [name, values] of Object.entries(enums)) {
        composer.getOrCreateETC(name, (type) => void type.addFields(Object.fromEntries(values.map((value) => [value, {}]))));
      }
      for (const operation of all) {
        const { mutation, input, output } = operation;
        if (mutation === null) continue;
        if (output) composer.getOrCreateOTC(output.type, (type) => void type.addFields(output.fields));
        composer.Mutation.addFields({
          [mutation]: {
            type: output?.type ?? 'Boolean',
            args: input,
            async resolve(_source: unknown, args: OperationInput, { http: context }: GraphQLContext) {
              if (context === null) throw new ApiError('INVALID_PAYLOAD', { reason: 'This is done over HTTP alone.' });
              const answer = await run(operation, withoutPrototype(args), context);
              return output ? answer : true;
            },
          },
        });
      }
    },
    describe: (others, { identity: { user, admin } }) => [
      ...others, ...all.filter(({ isPublic }) => isPublic || user !== null || admin).flatMap((operation) => describe(operation, tag, enums)),
    ],
  };
}

function describe({ path, input, output, summary, isPublic = false, members = {} }: Operation, tag: string, enums: Enums): OpenApiOperation[] {
  if (path === null) return [];
  const required = Object.keys(input).filter((name) => input[name]!.endsWith('!'));
  return [{
    method: 'POST', path, tag, summary, isPublic,
    body: { ...objectOf(input, enums, members), ...required.length > 0 ? { required } : {} },
    answer: output && objectOf(output.fields, enums),
  }];
}

type Enums = Readonly<Record<string, readonly string[]>>;

const scalars: ReadonlyMap<string, JsonSchema> = new Map([
  ['String', { type: 'string' }], ['Boolean', { type: 'boolean' }], ['Int', { type: 'integer' }], ['GraphQLBigInt', { type: 'integer' }],
]);

/** GraphQL types as a JSON Schema. */
function objectOf(fields: Readonly<Record<string, string>>, enums: Enums, members: Readonly<Record<string, JsonSchema>> = {}): JsonSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(fields).map(([name, written]) => {
      const type = written.replace('!', '');
      return [name, members[name] ?? scalars.get(type) ?? { type: 'string', enum: [...enums[type] ?? []] }];
    })),
  };
}

/** @throws {ApiError} `INVALID_PAYLOAD` for what is no object; none at all counts as an empty one */
async function readInput(http: Http, context: HttpContext): Promise<OperationInput> {
  const body = await http.readJson(context) ?? {};
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return withoutPrototype(body as OperationInput);
  throw new ApiError('INVALID_PAYLOAD', { reason: 'The body must be an object.' });
}

const withoutPrototype = (input: OperationInput): OperationInput => Object.assign(Object.create(null) as Record<string, unknown>, input);
