/**
 * Freezes a value of plain objects, arrays and maps through and through. Maps refuse `set`, `delete` and `clear` with a TypeError.
 */
export function freezeDeep<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (value instanceof Map) {
    Object.defineProperties(value, refusals);
    for (const [key, item] of value) {
      freezeDeep(key);
      freezeDeep(item);
    }
  } else {
    for (const item of Object.values(value)) freezeDeep(item);
  }
  return Object.freeze(value);
}

function refuse(): never {
  throw new TypeError('This map is frozen.');
}

const refusals: PropertyDescriptorMap = { set: { value: refuse }, delete: { value: refuse }, clear: { value: refuse } };
