import type { GraphQLExtension, Identity } from 'jackfield';

/** What the mutations do, as the routes do it. */
export interface Utilities {
  /** @throws {ApiError} `FORBIDDEN` for the anonymous */
  readonly check: (identity: Identity) => void;
  readonly random: (length: number) => string;
  readonly generate: (given: unknown) => Promise<string>;
  readonly verify: (given: unknown) => Promise<boolean>;
}

/** Adds `utils_random_string`, `utils_hash_generate` and `utils_hash_verify` to `/graphql/system`: mutations, as the contract has them. */
export function extendGraphQL({ check, random, generate, verify }: Utilities): (extension: GraphQLExtension) => void {
  return ({ scope, composer }) => {
    if (scope !== 'system') return;
    composer.Mutation.addFields({
      utils_random_string: {
        type: 'String',
        args: { length: 'Int' },
        resolve(_source, { length }: { readonly length?: number | null }, { identity }) {
          check(identity);
          return random(length ?? 32);
        },
      },
      utils_hash_generate: {
        type: 'String',
        args: { string: 'String!' },
        resolve(_source, args: object, { identity }) {
          check(identity);
          return generate(args);
        },
      },
      utils_hash_verify: {
        type: 'Boolean',
        args: { string: 'String!', hash: 'String!' },
        resolve(_source, args: object, { identity }) {
          check(identity);
          return verify(args);
        },
      },
    });
  };
}
