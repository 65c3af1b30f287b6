import { hash, timingSafeEqual } from 'node:crypto';
import { anonymous, definePlugin, type Identity } from 'jackfield';

/** Whoever sends the admin token sees and does everything. */
const admin: Identity = Object.freeze({ ...anonymous, admin: true });

/** Identifies the holder of `admin.token`, sent as `Authorization: Bearer` or `access_token`. */
export default definePlugin({
  name: 'auth-token',
  description: 'Knows the admin token of the config.',
  needs: ['config'],
  setup({ get, on }) {
    const { token } = get('config').admin;
    if (token === undefined) return;
    const expected = digest(token);
    on('http.identify', ({ state }) => (state.token !== null && timingSafeEqual(digest(state.token), expected) ? admin : undefined));
  },
});

/** Equally long for every text, so that comparing tells nothing of it. */
function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
