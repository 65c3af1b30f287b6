import { anonymous, definePlugin, type Identity, type Plugin } from '../../core/index.js';

/** A plugin that knows people by their tokens: for tests of what they may do, not of how they sign in. */
export function knowing(people: Readonly<Record<string, Partial<Identity>>>): Plugin {
  return definePlugin({
    name: 'test-identities',
    description: 'Knows people by their tokens.',
    setup({ on }) {
      on('http.identify', ({ state }) => {
        const known = state.token === null ? undefined : Object.entries(people).find(([token]) => token === state.token);
        return known && { ...anonymous, ...known[1] };
      });
    },
  });
}
