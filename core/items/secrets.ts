import type { Payload } from '../query/mutation.js';
import type { Collection } from '../schema/schema.js';
import { hookDetails, type Writing } from './writing.js';

/**
 * Lets handlers see and change a payload, but for the secrets in it: those are shown to handlers of `items.secrets` alone. What another
 * handler puts in a concealed field is such a secret from then on.
 *
 * @param filter - calls the other handlers
 */
export async function filterPayload(
  payload: Payload, collection: Collection, writing: Writing, filter: (payload: Payload) => Promise<Payload>,
): Promise<Payload> {
  const isSecret = (name: string): boolean => collection.fields.get(name)?.concealed ?? false;
  const sent = Object.entries(payload);
  const changed = Object.entries(await filter(Object.fromEntries(sent.filter(([name]) => !isSecret(name)))));
  const secrets = Object.fromEntries([...sent, ...changed].filter(([name]) => isSecret(name)));
  const { hooks } = writing;
  const ready = Object.keys(secrets).length > 0 && hooks.has('items.secrets', collection.name)
    ? await hooks.filter('items.secrets', secrets, hookDetails(collection, writing)) : secrets;
  return Object.fromEntries([...changed.filter(([name]) => !isSecret(name)), ...Object.entries(ready)]);
}
