import { decodeSegment, respond, type Action, type HttpContext, type Permission } from 'jackfield';
import { describeAction } from './describe-permissions.js';
import type { EndpointParts } from './endpoints.js';

/**
 * `GET /permissions/me/:collection/:key`: what may be done to one item, as the rules that speak about it say. Without a key: to the item of a
 * singleton, or to some items of another collection. Of what is not there nothing may be done, like of what is closed.
 */
export function routeItemPermissions({ http, items, schema, access }: EndpointParts): void {
  async function answer(context: HttpContext, [name = '', keyText]: readonly string[]): Promise<void> {
    const { identity } = context.state;
    const caller = { identity, now: new Date() };
    const collection = decodeSegment(name);
    const key = keyText ?? null;
    const found = schema().current().collections.get(collection);

    function permissionsFor(action: Action): readonly Permission[] {
      if (!found) return [];
      if (identity.admin) return [{ collection, action, fields: ['*'], rows: null, validation: null, presets: {} }];
      return access.policies(identity).flatMap(({ permissions }) => permissions)
        .filter((each) => each.collection === collection && each.action === action);
    }

    /** Those that hold for the item. */
    async function holding(action: Action): Promise<readonly Permission[]> {
      const permissions = permissionsFor(action);
      if (key === null && !found?.singleton) return permissions;
      const met = new Map<string, boolean>();
      for (const { rows: rule } of permissions) {
        const text = JSON.stringify(rule);
        if (!met.has(text)) met.set(text, await items().meets({ collection, key, rule }, caller));
      }
      return permissions.filter(({ rows }) => met.get(JSON.stringify(rows)));
    }

    // A singleton without a row is changed by making it.
    const isToBeMade = found?.singleton && !await items().meets({ collection, key: null, rule: null }, caller);
    const update = describeAction(isToBeMade ? permissionsFor('create') : await holding('update'), caller);
    const data = {
      update: update.access === 'none' ? { access: false } : { access: true, presets: update.presets ?? null, fields: update.fields ?? null },
      delete: { access: (await holding('delete')).length > 0 },
      share: { access: false },
    };
    await respond(context, { data: JSON.stringify(data), meta: null });
  }

  http.route(['GET'], '/permissions/me/:collection', answer);
  http.route(['GET'], '/permissions/me/:collection/:key', answer);
}
