/**
 * Where two values parsed from JSON differ, as a sentence; null where they do not. Keys have to come in the same order. An average
 * may differ in its last digits, whether it is written as a number or as a text.
 */
export function difference(expected: unknown, actual: unknown, path = 'data', isAverage = false): string | null {
  if (isAverage && isClose(expected, actual)) return null;
  if (Array.isArray(expected) && Array.isArray(actual)) {
    if (expected.length !== actual.length) return `${path} has ${actual.length} elements, expected ${expected.length}`;
    return first(expected, (element, index) => difference(element, actual[index], `${path}[${index}]`, isAverage));
  }
  if (isObject(expected) && isObject(actual)) {
    const keys = Object.keys(expected);
    const actualKeys = JSON.stringify(Object.keys(actual));
    if (JSON.stringify(keys) !== actualKeys) return `${path} has the keys ${actualKeys}, expected ${JSON.stringify(keys)}`;
    return first(keys, (key) => {
      const isBelowAverage = isAverage || key === 'avg' || key === 'avgDistinct';
      return difference(expected[key], actual[key], `${path}.${key}`, isBelowAverage);
    });
  }
  return expected === actual ? null : `${path} is ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`;
}

function first<Item>(items: readonly Item[], find: (item: Item, index: number) => string | null): string | null {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== null) return found;
  }
  return null;
}

function isClose(expected: unknown, actual: unknown): boolean {
  if (typeof expected !== typeof actual || (typeof expected !== 'number' && typeof expected !== 'string')) return false;
  const difference = Math.abs(Number(expected) - Number(actual));
  return difference <= 1e-9 * Math.max(1, Math.abs(Number(expected)));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
