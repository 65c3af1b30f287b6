import { ApiError, definePlugin, Type, type HttpContext, type Identity } from 'jackfield';
import { extendGraphQL } from './graphql.js';
import { generateHash, verifyHash } from './password-hash.js';
import { utilityOperations } from './operations.js';
import { randomString } from './random-string.js';

/**
 * `GET /utils/random/string`, `POST /utils/hash/generate` and `POST /utils/hash/verify`, and the mutations that do the same, for whoever has
 * signed in: a hash costs the server some work.
 */
export default definePlugin({
  name: 'utilities',
  description: 'Makes random texts, and makes and checks hashes.',
  needs: ['http'],
  options: Type.Object({
    maxHashedLength: Type.Integer({ minimum: 1, default: 1000, description: 'Most characters of a text that is to be hashed.' }),
  }),
  setup({ options, get, on }) {
    const http = get('http');

    const generate = async (given: unknown): Promise<string> => generateHash(texts(given, ['string']).string);

    async function verify(given: unknown): Promise<boolean> {
      const { string, hash: hashed } = texts(given, ['string', 'hash']);
      return verifyHash(hashed, string);
    }

    http.route(['GET'], '/utils/random/string', (context) => {
      checkSignedIn(context.state.identity);
      context.body = { data: randomString(readLength(context)) };
    });

    http.route(['POST'], '/utils/hash/generate', async (context) => {
      checkSignedIn(context.state.identity);
      context.body = { data: await generate(await http.readJson(context)) };
    });

    http.route(['POST'], '/utils/hash/verify', async (context) => {
      checkSignedIn(context.state.identity);
      context.body = { data: await verify(await http.readJson(context)) };
    });

    on('graphql.extend', extendGraphQL({ check: checkSignedIn, random: randomOfLength, generate, verify }));

    on('openapi.operations', (operations, { identity }) => (
      hasSignedIn(identity) ? [...operations, ...utilityOperations] : operations));

    /** @throws {ApiError} `INVALID_PAYLOAD` */
    function texts<Name extends string>(body: unknown, names: readonly Name[]): Record<Name, string> {
      const given = typeof body === 'object' && body !== null ? body as Record<string, unknown> : {};
      return Object.fromEntries(names.map((name) => {
        const text = Object.hasOwn(given, name) ? given[name] : undefined;
        if (typeof text !== 'string') throw new ApiError('INVALID_PAYLOAD', { path: name, reason: `"${name}" must be a text.` });
        if (text.length > options.maxHashedLength) {
          throw new ApiError('INVALID_PAYLOAD', { path: name, reason: `"${name}" may have at most ${options.maxHashedLength} characters.` });
        }
        return [name, text];
      })) as Record<Name, string>;
    }
  },
});

/** @throws {ApiError} `FORBIDDEN` for the anonymous */
function checkSignedIn(identity: Identity): void {
  if (!hasSignedIn(identity)) throw new ApiError('FORBIDDEN');
}

function hasSignedIn({ user, admin }: Identity): boolean {
  return user !== null || admin;
}

const mostCharacters = 500;

/** @throws {ApiError} `INVALID_QUERY` */
function readLength({ query }: HttpContext): number {
  const { length } = query;
  if (length === undefined || length === '') return 32;
  const number = typeof length === 'string' && /^\d{1,4}$/.test(length) ? Number(length) : NaN;
  if (isLength(number)) return number;
  throw new ApiError('INVALID_QUERY', { path: 'length', reason: wrongLength });
}

/** @throws {ApiError} `INVALID_PAYLOAD` */
function randomOfLength(length: number): string {
  if (!isLength(length)) throw new ApiError('INVALID_PAYLOAD', { path: 'length', reason: wrongLength });
  return randomString(length);
}

const isLength = (length: number): boolean => length >= 1 && length <= mostCharacters;
const wrongLength = `"length" must be a whole number from 1 to ${mostCharacters}.`;
