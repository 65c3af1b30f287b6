import { ApiError, type ItemsChange, type Plugin } from 'jackfield';
import system from '../../plugins/system/index.js';

/** A place where somebody is kept from privileges: a hook of the plugin `system`, for a collection. */
export interface Defect {
  readonly hook: 'items.create' | 'items.update' | 'items.delete' | 'items.commit';
  readonly collection: string;
}

const deciding = ['directus_users', 'directus_roles', 'directus_policies', 'directus_access'];

/** Each to be taken out by itself. */
export const defects: readonly Defect[] = [
  ...deciding.flatMap((collection) => (['items.update', 'items.delete', 'items.commit'] as const).map((hook) => ({ hook, collection }))),
  { hook: 'items.commit', collection: 'directus_permissions' },
  ...['directus_activity', 'directus_revisions'].flatMap((collection) => (
    (['items.create', 'items.update', 'items.delete'] as const).map((hook) => ({ hook, collection })))),
];

type Handler = (value: unknown, details: unknown) => unknown;

/** The plugin `system`, which lets through what one place refuses. All else that it does there it does. */
export function forgetting({ hook, collection }: Defect): Plugin {
  return {
    ...system,
    setup(context) {
      const register = context.on as unknown as (name: string, handler: Handler, scope?: object) => void;
      const on = (name: string, handler: Handler, scope?: { readonly collection: string }): void => {
        const isMeant = name === hook && (name === 'items.commit' || scope?.collection === collection);
        const kept = !isMeant ? handler : name === 'items.commit' ? unseen(handler, collection) : unrefused(handler);
        register(name, kept, scope);
      };
      return system.setup({ ...context, on });
    },
  };
}

function unrefused(handler: Handler): Handler {
  return async (value, details) => {
    try {
      return await handler(value, details);
    } catch (error) {
      if (error instanceof ApiError && error.code === 'FORBIDDEN') return undefined;
      throw error;
    }
  };
}

/** What was written of the collection is not looked at. */
function unseen(handler: Handler, collection: string): Handler {
  return async (value, details) => {
    await handler((value as readonly ItemsChange[]).filter((change) => change.collection !== collection), details);
    return value;
  };
}
