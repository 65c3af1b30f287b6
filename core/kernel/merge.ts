/** A plain object: what options are made of. */
export type PlainObject = Readonly<Record<string, unknown>>;

/** Whether a value is an object that is merged name by name, unlike a list or an instance of some class. */
export function isPlainObject(value: unknown): value is PlainObject {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

/**
 * One value laid over another: objects are merged name by name, whatever else is there replaces what was below. Undefined leaves it.
 * Neither value is changed. `__proto__` is a name like any other.
 */
export function merge(below: unknown, above: unknown): unknown {
  if (above === undefined) return below;
  if (!isPlainObject(below) || !isPlainObject(above)) return above;
  const merged = new Map(Object.entries(below));
  for (const [name, value] of Object.entries(above)) merged.set(name, merge(merged.get(name), value));
  return Object.fromEntries(merged);
}

/** A copy whose objects and lists can be changed without changing the original's. Whatever else is in it is shared. */
export function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, copy(inner)]));
}

/** Freezes objects and lists, however deep. Instances of classes are left as they are. */
export function freeze<Value>(value: Value): Value {
  if (Array.isArray(value)) value.forEach(freeze);
  else if (isPlainObject(value)) Object.values(value).forEach(freeze);
  else return value;
  return Object.freeze(value);
}
