import { ApiError, definePlugin, Type, type HttpContext, type Identity } from 'jackfield';
import { generateHash, verifyHash } from './password-hash.js';
import { utilityOperations } from './operations.js';
import { randomString } from './random-string.js';

/**
 * `GET /utils/random/string`, `POST /utils/hash/generate` and `POST /utils/hash/verify`, for whoever has signed in: a hash costs the server
 * some work.
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

    http.route(['GET'], '/utils/random/string', (context) => {
      checkSignedIn(context);
      context.body = { data: randomString(readLength(context)) };
    });

    http.route(['POST'], '/utils/hash/generate', async (context) => {
      checkSignedIn(context);
      const { string } = texts(await http.readJson(context), ['string']);
      context.body = { data: await generateHash(string) };
    });

    http.route(['POST'], '/utils/hash/verify', async (context) => {
      checkSignedIn(context);
      const { string, hash: hashed } = texts(await http.readJson(context), ['string', 'hash']);
      context.body = { data: await verifyHash(hashed, string) };
    });

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
function checkSignedIn({ state }: HttpContext): void {
  if (!hasSignedIn(state.identity)) throw new ApiError('FORBIDDEN');
}

function hasSignedIn({ user, admin }: Identity): boolean {
  return user !== null || admin;
}

/** @throws {ApiError} `INVALID_QUERY` */
function readLength({ query }: HttpContext): number {
  const { length } = query;
  if (length === undefined || length === '') return 32;
  const number = typeof length === 'string' && /^\d{1,4}$/.test(length) ? Number(length) : NaN;
  if (number >= 1 && number <= 500) return number;
  throw new ApiError('INVALID_QUERY', { path: 'length', reason: '"length" must be a whole number from 1 to 500.' });
}
