import { hash, timingSafeEqual } from 'node:crypto';
import { createStrategy, definePlugin, Type } from 'jackfield';

const digest = (text: string): Buffer => hash('sha256', text, 'buffer');

/** Lets whoever sends a known `X-Api-Key` in, with the role that the key is for. */
export default definePlugin({
  name: 'api-key',
  needs: ['auth'],
  options: Type.Object({ keys: Type.Record(Type.String(), Type.String({ writeOnly: true }), { description: 'Key of a role → its API key.' }) }),
  setup({ options: { keys }, get }) {
    get('auth').addStrategy({
      name: 'api-key',
      owns: ({ headers }) => 'x-api-key' in headers,
      strategy: createStrategy(({ get: header }) => {
        const role = Object.keys(keys).find((each) => timingSafeEqual(digest(keys[each] ?? ''), digest(header('x-api-key') ?? '')));
        return role === undefined ? null : { role };
      }),
    });
  },
});
