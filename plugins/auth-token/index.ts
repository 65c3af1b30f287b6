import { hash, timingSafeEqual } from 'node:crypto';
import { anonymous, createStrategy, definePlugin, type Identity } from 'jackfield';

/** Whoever sends the admin token sees and does everything, whether there are users or not. */
const admin: Identity = Object.freeze({ ...anonymous, admin: true });

/**
 * Identifies the holders of static tokens, sent as `Authorization: Bearer` or `access_token`: every user's own, and `admin.token` of the
 * config, which is the first administrator's where there are users.
 */
export default definePlugin({
  name: 'auth-token',
  description: 'Knows the static tokens of users and the admin token of the config.',
  needs: ['auth', 'config'],
  wants: ['users'],
  setup({ get, want }) {
    const { token } = get('config').admin;
    const expected = token === undefined ? null : digest(token);

    get('auth').addStrategy({
      name: 'token',
      strategy: createStrategy(async ({ token: sent, ip }) => {
        if (sent === null || looksLikeJwt(sent)) return null;
        const isAdmin = expected !== null && timingSafeEqual(digest(sent), expected);
        const user = await want('users')?.identifyByToken(sent, ip) ?? null;
        // The config's word holds whatever became of the user.
        const identity = isAdmin && !user?.admin ? admin : user;
        return identity && { identity };
      }),
    });
  },
});

/** Such a token is another plugin's to know: looking it up would cost a statement. */
function looksLikeJwt(token: string): boolean {
  return /^eyJ[\w-]*\.[\w-]+\.[\w-]*$/.test(token);
}

/** Equally long for every text, so that comparing tells nothing of it. */
function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
