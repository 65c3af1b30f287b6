import { resolveVariable, type AccessService, type Action, type Permission, type Schema, type VariableContext } from 'jackfield';

/** What may be done to the items of a collection by one action: to none of them, to those that a rule selects, or to all. */
interface ActionAccess {
  readonly access: 'none' | 'partial' | 'full';
  readonly fields?: readonly string[];
  readonly presets?: Readonly<Record<string, unknown>>;
}

type CollectionAccess = Readonly<Record<Action | 'share', ActionAccess>>;

const none: ActionAccess = { access: 'none' };
const full: ActionAccess = { access: 'full', fields: ['*'] };

/** What an administrator may do. */
export function describeUnrestricted(collections: Iterable<string>): object {
  const all: CollectionAccess = { create: full, read: full, update: full, delete: full, share: full };
  return Object.fromEntries([...collections].map((name) => [name, all]));
}

/** What is described, and of whom. */
export interface PermissionParts {
  readonly schema: Schema;
  readonly access: AccessService;
  readonly caller: VariableContext;
}

/**
 * What the caller's policies let do, by collection and action: for clients that show only what can be done. Collections that there are not
 * are left out.
 */
export function describePermissions(parts: PermissionParts): object {
  const { schema: { collections }, access, caller: { identity } } = parts;
  const permissions = access.policies(identity).flatMap((policy) => policy.permissions).filter(({ collection }) => collections.has(collection));
  const names = new Set(permissions.map(({ collection }) => collection));
  return Object.fromEntries([...names].map((name) => {
    const of = (action: Action): ActionAccess => (
      describeAction(permissions.filter((each) => each.collection === name && each.action === action), presetsOf(name, action, parts)));
    const access: CollectionAccess = { read: of('read'), create: of('create'), update: of('update'), delete: of('delete'), share: none };
    return [name, access];
  }));
}

/** What some permissions for one action let do. */
export function describeAction(permissions: readonly Permission[], presets: Readonly<Record<string, unknown>>): ActionAccess {
  if (permissions.length === 0) return none;
  const fields = new Set(permissions.flatMap((permission) => permission.fields));
  return {
    access: permissions.some(({ rows }) => rows === null) ? 'full' : 'partial',
    ...fields.size > 0 ? { fields: fields.has('*') ? ['*'] : [...fields] } : {},
    ...Object.keys(presets).length > 0 ? { presets } : {},
  };
}

/** The presets of an action as a write applies them, with what variables stand for at this moment. */
export function presetsOf(collection: string, action: Action, { schema, access, caller }: PermissionParts): Readonly<Record<string, unknown>> {
  const presets = access.view(caller.identity, schema, action).collections.get(collection)?.presets ?? {};
  return Object.fromEntries(Object.entries(presets).map(([name, value]) => (
    [name, typeof value === 'string' ? resolveVariable(value, caller, name, 'rule') : value])));
}
