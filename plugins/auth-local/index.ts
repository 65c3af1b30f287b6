import { verify } from '@node-rs/argon2';
import { ApiError, createLockOut, definePlugin, Type, type StrategyRequest } from 'jackfield';
import { Strategy } from 'passport-local';

/** What the password of nobody is held against: so that an unknown address takes as long to refuse as a known one. */
const nobodysHash = '$argon2id$v=19$m=19456,t=2,p=1$s6XN3WpAo5sSwkwYceEuww$CXo5laFj8a7pLlkXRQee7WqzW1eSVEBU+AryW8PoL/U';

/** Signs in by e-mail address and password, at `POST /auth/login`. */
export default definePlugin({
  name: 'auth-local',
  description: 'Signs in by e-mail address and password.',
  needs: ['auth'],
  options: Type.Object({
    freeAttempts: Type.Integer({ minimum: 1, default: 5, description:
      'Wrong passwords from one client for one account that cost nothing. After them each attempt has to wait, twice as long each time.' }),
    maxDelaySeconds: Type.Integer({ minimum: 1, default: 900, description: 'The longest wait.' }),
    maxEntries: Type.Integer({ minimum: 1, default: 50_000, description:
      'Pairs of client and account whose failures are remembered, in the memory of each instance.' }),
  }),
  setup({ options, get }) {
    const auth = get('auth');
    const lockOut = createLockOut(options);

    async function recognise(request: StrategyRequest, email: unknown, password: unknown): Promise<{ user: string } | false> {
      if (typeof email !== 'string' || !/^[^\s@]+@[^\s@]+$/.test(email)) {
        throw new ApiError('INVALID_PAYLOAD', { path: 'email', reason: '"email" must be an e-mail address.' });
      }
      if (typeof password !== 'string') throw new ApiError('INVALID_PAYLOAD', { path: 'password', reason: '"password" must be a text.' });
      const key = JSON.stringify([request.ip, email.toLowerCase()]);
      lockOut.attempt(key);
      const account = await auth.accounts.findByEmail(email);
      const isRight = await verify(account?.passwordHash ?? nobodysHash, password).catch(() => false);
      // The status is looked at later, so that a wrong password tells nothing of it.
      if (!account || account.passwordHash === null || account.provider !== 'default' || !isRight) return false;
      lockOut.succeeded(key);
      return { user: account.id };
    }

    auth.addLogin({
      name: 'default',
      driver: 'local',
      strategy: new Strategy({ usernameField: 'email', passReqToCallback: true }, (request, email, password, done) => {
        recognise(request as unknown as StrategyRequest, email, password).then((user) => done(null, user), done);
      }),
    });
  },
});
