import { LRUCache } from 'lru-cache';
import type { Log } from '../kernel/log.js';
import type { Schema } from '../schema/schema.js';
import type { AccessService, View } from './access.js';
import { compileView, type PolicyNotice } from './compile-view.js';
import { actions } from './parse-permission.js';
import type { Policy, PolicySet, PolicySource } from './policy.js';
import { emptyView, wholeView } from './views.js';

/** What views are made from. */
export interface AccessOptions {
  /** Where policies come from; null while nobody knows any. */
  readonly source: () => PolicySource | null;
  readonly log: Pick<Log, 'warn'>;
}

/** Views are small, but their number is that of the ways in which policies go together. */
const mostViews = 1000;
/** Notices that are remembered, so that each is told once. */
const mostNotices = 1000;

/** Makes the `access` service. Closed by default: admins see everything, others what their policies let them. */
export function createAccess({ source, log }: AccessOptions): AccessService {
  const views = new LRUCache<string, View>({ max: mostViews });
  const told = new LRUCache<string, true>({ max: mostNotices });

  function note({ policy, collection, action, reason }: PolicyNotice): void {
    const notice = JSON.stringify([policy, collection, action, reason]);
    if (told.has(notice)) return;
    told.set(notice, true);
    log.warn({ policy, collection, action }, `The policy "${policy}", ${action} of "${collection}": ${reason}`);
  }

  return {
    view(identity, schema, action = 'read') {
      if (identity.admin) return wholeView(schema);
      if (identity.policies.length === 0) return emptyView(schema);
      const set = source()?.current();
      if (!set) return emptyView(schema);
      const key = JSON.stringify([set.version, schema.version, action, ...identity.policies.toSorted()]);
      let view = views.get(key);
      // A schema that was read again may be another value of the same version.
      if (!view || view.schema !== schema) {
        const held = new Set(identity.policies);
        // In the order of the set, so that it does not matter in which they were given.
        const policies = [...set.policies.values()].filter((policy: Policy) => held.has(policy.id));
        view = policies.some(({ adminAccess }) => adminAccess) ? wholeView(schema) : compileView(policies, schema, action, note);
        views.set(key, view);
      }
      return view;
    },
    policies(identity) {
      const known = source()?.current().policies;
      return identity.policies.flatMap((id) => known?.get(id) ?? []);
    },
  };
}

/** What of the policies is of no effect in a schema: for `jackfield check`. */
export function policyNotices({ policies }: PolicySet, schema: Schema): readonly PolicyNotice[] {
  const notices: PolicyNotice[] = [];
  for (const policy of policies.values()) {
    for (const { collection, action } of policy.permissions) {
      if (!schema.collections.has(collection)) notices.push({ policy: policy.name, collection, action, reason: 'There is no such collection.' });
    }
    for (const action of actions) compileView([policy], schema, action, (notice) => notices.push(notice));
  }
  return notices;
}
