import { ApiError, decodeSegment, respond, type Action, type HttpContext, type Permission } from 'jackfield';
import { describeAction, presetsOf } from './describe-permissions.js';
import type { EndpointParts } from './endpoints.js';
import { isAnonymous } from './own-permissions.js';

const open = { update: { access: true }, delete: { access: true }, share: { access: true } };

/**
 * `GET /permissions/me/:collection/:key`: what may be done to one item, as the rules that speak about it say. Without a key: to the item of a
 * singleton, with the fields and presets of a change, or to some items of another collection. To what is not there nothing may be done, like to
 * what is closed; of administrators it is not asked.
 */
export function routeItemPermissions({ http, items, schema, access }: EndpointParts): void {
  async function answer(context: HttpContext, [name = '', keyText]: readonly string[]): Promise<void> {
    const { identity } = context.state;
    if (isAnonymous(identity)) throw new ApiError('FORBIDDEN');
    const data = identity.admin ? open : await describe(context, decodeSegment(name), keyText ?? null);
    await respond(context, { data: JSON.stringify(data), meta: null });
  }

  async function describe({ state: { identity } }: HttpContext, collection: string, key: string | null): Promise<object> {
    const caller = { identity, now: new Date() };
    const found = schema().current().collections.get(collection);
    const permissionsFor = (action: Action): readonly Permission[] => (!found ? [] : access.policies(identity)
      .flatMap(({ permissions }) => permissions).filter((each) => each.collection === collection && each.action === action));

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
    const changing = isToBeMade ? permissionsFor('create') : await holding('update');
    const presets = presetsOf(collection, isToBeMade ? 'create' : 'update', { schema: schema().current(), access, caller });
    const { fields = [] } = describeAction(changing, presets);
    return {
      update: { access: changing.length > 0, ...found?.singleton && changing.length > 0 ? { presets, fields } : {} },
      delete: { access: (await holding('delete')).length > 0 },
      share: { access: false },
    };
  }

  http.route(['GET'], '/permissions/me/:collection', answer);
  http.route(['GET'], '/permissions/me/:collection/:key', answer);
}
