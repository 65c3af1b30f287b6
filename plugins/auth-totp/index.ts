import { verify } from '@node-rs/argon2';
import {
  ApiError, createLockOut, createOperations, decodeSegment, definePlugin, systemCollections, Type, type HttpContext, type OpenApiOperation,
} from 'jackfield';
import { createFactors } from './factors.js';
import { isSecret, newSecret, otpauthUrl, stepOf } from './one-time-password.js';
import { createFactorTexts } from './secrets.js';

/**
 * A second factor for whoever sets one up: one-time passwords of an authenticator app, asked for at every way to sign in. Each signs in once.
 */
export default definePlugin({
  name: 'auth-totp',
  description: 'Asks for one-time passwords as a second factor.',
  needs: ['auth', 'config', 'http'],
  wants: ['system', 'policies'],
  options: Type.Object({
    issuer: Type.String({ default: 'Jackfield', description: 'What authenticator apps call the server.' }),
    freeAttempts: Type.Integer({ minimum: 1, default: 5, description:
      'Wrong one-time passwords for one account that cost nothing. After them each attempt has to wait, twice as long each time.' }),
    maxDelaySeconds: Type.Integer({ minimum: 1, default: 900, description: 'The longest wait.' }),
  }),
  setup({ options, get, want, on, hooks, log }) {
    const http = get('http');
    const auth = get('auth');
    const lockOut = createLockOut({ ...options, maxEntries: 50_000 });
    const texts = createFactorTexts(get('config').secret);
    const factors = () => {
      const system = want('system');
      if (!system) throw new ApiError('FORBIDDEN');
      return createFactors(system, texts, log);
    };

    on('auth.login', async ({ user, oneTimePassword }) => {
      const factor = await factors().find(user);
      if (!factor) return;
      // Whoever has not sent one has not guessed.
      if (oneTimePassword === null) throw new ApiError('INVALID_OTP');
      lockOut.attempt(user);
      if (!await factors().spend(user, factor, oneTimePassword)) throw new ApiError('INVALID_OTP');
      lockOut.succeeded(user);
    });

    // Another one than null is refused by whoever keeps the users.
    on('items.secrets', (secrets, { identity }) => {
      if (secrets['tfa_secret'] === null && !identity.admin) throw new ApiError('FORBIDDEN', { path: 'tfa_secret' });
    }, { collection: systemCollections.users });

    const operations = createOperations(http, { tag: 'Second factors', hooks });
    on('graphql.extend', operations.extend);
    on('openapi.operations', operations.describe);
    on('openapi.operations', (others, { identity: { admin } }) => (admin && want('system') ? [...others, ofOthers] : others));

    return {
      start() {
        if (!want('system')) return;
        operations.add(
          {
            path: '/users/me/tfa/generate', mutation: 'users_me_tfa_generate', input: { password: 'String!' },
            output: { type: 'users_me_tfa_generate_data', fields: { secret: 'String', otpauth_url: 'String' } },
            summary: 'Makes a secret for an authenticator app.',
            async run({ password }, context) {
              const user = userOf(context);
              const account = await auth.accounts.find(user);
              if (!account) throw new ApiError('INVALID_CREDENTIALS');
              if (account.passwordHash !== null) {
                const key = `password ${user}`;
                lockOut.attempt(key);
                if (!await verify(account.passwordHash, text(password, 'password'))) throw new ApiError('INVALID_CREDENTIALS');
                lockOut.succeeded(key);
              }
              if (await factors().find(user)) throw alreadyThere();
              const secret = newSecret();
              context.set('Cache-Control', 'no-store');
              return { secret, otpauth_url: otpauthUrl(secret, options.issuer, account.email ?? user) };
            },
          },
          {
            path: '/users/me/tfa/enable', mutation: 'users_me_tfa_enable', input: { secret: 'String!', otp: 'String!' }, output: null,
            summary: 'Sets up a second factor with a secret that was made.',
            async run(input, context) {
              const user = userOf(context);
              const secret = text(input['secret'], 'secret').toUpperCase();
              const otp = text(input['otp'], 'otp');
              if (!isSecret(secret)) throw new ApiError('INVALID_PAYLOAD', { path: 'secret', reason: '"secret" is none that was generated.' });
              if (stepOf(otp, secret) === null) throw new ApiError('INVALID_OTP');
              if (!await factors().store(user, secret)) throw alreadyThere();
            },
          },
          {
            path: '/users/me/tfa/disable', mutation: 'users_me_tfa_disable', input: { otp: 'String!' }, output: null,
            summary: 'Takes the second factor of the caller away.',
            async run(input, context) {
              const user = userOf(context);
              const otp = text(input['otp'], 'otp');
              const factor = await factors().find(user);
              if (!factor) throw new ApiError('INVALID_PAYLOAD', { reason: 'There is no second factor.' });
              lockOut.attempt(user);
              if (stepOf(otp, factor.secret) === null) throw new ApiError('INVALID_OTP');
              lockOut.succeeded(user);
              const set = want('policies')?.current().policies;
              if (context.state.identity.policies.some((policy) => set?.get(policy)?.enforceSecondFactor)) {
                throw new ApiError('FORBIDDEN', { reason: 'A policy asks for a second factor.' });
              }
              await factors().remove(user);
            },
          },
        );

        http.route(['POST'], '/users/:key/tfa/disable', async (context, [key = '']) => {
          if (!context.state.identity.admin) throw new ApiError('FORBIDDEN');
          const account = await auth.accounts.find(decodeSegment(key));
          if (!account) throw new ApiError('FORBIDDEN');
          await factors().remove(account.id);
          context.status = 204;
        });
      },
    };
  },
});

/** For administrators. */
const ofOthers: OpenApiOperation = {
  method: 'POST', path: '/users/{key}/tfa/disable', tag: 'Second factors', summary: 'Takes the second factor of a user away.', answer: null,
};

const alreadyThere = (): ApiError => new ApiError('INVALID_PAYLOAD', { reason: 'There is a second factor already.' });

function userOf({ state }: HttpContext): string {
  if (state.identity.user === null) throw new ApiError('INVALID_CREDENTIALS');
  return state.identity.user;
}

function text(value: unknown, name: string): string {
  if (typeof value === 'string' && value !== '' && value.length <= longestText) return value;
  throw new ApiError('INVALID_PAYLOAD', { path: name, reason: `"${name}" is required.` });
}

const longestText = 4096;
