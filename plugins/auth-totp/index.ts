import { verify } from '@node-rs/argon2';
import { ApiError, createLockOut, decodeSegment, definePlugin, systemCollections, Type, type HttpContext } from 'jackfield';
import { createFactors } from './factors.js';
import { isSecret, newSecret, otpauthUrl, stepOf } from './one-time-password.js';
import { createFactorTexts } from './secrets.js';

/**
 * A second factor for whoever sets one up: one-time passwords of an authenticator app, asked for at every way to sign in. Each is good once.
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
  setup({ options, get, want, on, log }) {
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

    return {
      start() {
        if (!want('system')) return;

        http.route(['POST'], '/users/me/tfa/generate', async (context) => {
          const user = userOf(context);
          const { password } = await bodyOf(context);
          const account = await auth.accounts.find(user);
          if (!account) throw new ApiError('INVALID_CREDENTIALS');
          if (account.passwordHash !== null) {
            lockOut.attempt(`password ${user}`);
            if (!await verify(account.passwordHash, text(password, 'password'))) throw new ApiError('INVALID_CREDENTIALS');
            lockOut.succeeded(`password ${user}`);
          }
          await refuseSecond(user);
          const secret = newSecret();
          context.set('Cache-Control', 'no-store');
          context.body = { data: { secret, otpauth_url: otpauthUrl(secret, options.issuer, account.email ?? user) } };
        });

        http.route(['POST'], '/users/me/tfa/enable', async (context) => {
          const user = userOf(context);
          const body = await bodyOf(context);
          const secret = text(body['secret'], 'secret').toUpperCase();
          const otp = text(body['otp'], 'otp');
          if (!isSecret(secret)) throw new ApiError('INVALID_PAYLOAD', { path: 'secret', reason: '"secret" is none that was generated.' });
          await refuseSecond(user);
          if (stepOf(otp, secret) === null) throw new ApiError('INVALID_OTP');
          if (!await factors().store(user, secret)) throw alreadyThere();
          context.status = 204;
        });

        http.route(['POST'], '/users/me/tfa/disable', async (context) => {
          const user = userOf(context);
          const otp = text((await bodyOf(context))['otp'], 'otp');
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
          context.status = 204;
        });

        http.route(['POST'], '/users/:key/tfa/disable', async (context, [key = '']) => {
          if (!context.state.identity.admin) throw new ApiError('FORBIDDEN');
          const account = await auth.accounts.find(decodeSegment(key));
          if (!account) throw new ApiError('FORBIDDEN');
          await factors().remove(account.id);
          context.status = 204;
        });
      },
    };

    async function refuseSecond(user: string): Promise<void> {
      if (await factors().find(user)) throw alreadyThere();
    }

    async function bodyOf(context: HttpContext): Promise<Readonly<Record<string, unknown>>> {
      const body = await http.readJson(context) ?? {};
      if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
      throw new ApiError('INVALID_PAYLOAD', { reason: 'The body must be an object.' });
    }
  },
});

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
