import { hash, timingSafeEqual } from 'node:crypto';
import { anonymous, definePlugin, type HttpContext, type Identity } from 'jackfield';

/** Whoever sends the admin token sees and does everything, whether there are users or not. */
const admin: Identity = Object.freeze({ ...anonymous, admin: true });

/**
 * Identifies the holders of static tokens, sent as `Authorization: Bearer` or `access_token`: every user's own, and `admin.token` of the
 * config, which is the first administrator's where there are users.
 */
export default definePlugin({
  name: 'auth-token',
  description: 'Knows the static tokens of users and the admin token of the config.',
  needs: ['config'],
  wants: ['users'],
  setup({ get, want, on }) {
    const { token } = get('config').admin;
    const expected = token === undefined ? null : digest(token);

    on('http.identify', async ({ state, ip }: HttpContext) => {
      if (state.token === null || looksLikeJwt(state.token)) return undefined;
      const isAdmin = expected !== null && timingSafeEqual(digest(state.token), expected);
      const user = await want('users')?.identifyByToken(state.token, ip) ?? undefined;
      // The config's word holds whatever became of the user.
      return isAdmin && !user?.admin ? admin : user;
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
