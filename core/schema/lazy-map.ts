/** A map whose keys are known and whose values are made when they are first asked for. */
export class LazyMap<Value> implements ReadonlyMap<string, Value> {
  readonly #values = new Map<string, Value | null>();
  readonly #make: (key: string) => Value;

  constructor(keys: readonly string[], make: (key: string) => Value) {
    for (const key of keys) this.#values.set(key, null);
    this.#make = make;
  }

  get size(): number {
    return this.#values.size;
  }

  get(key: string): Value | undefined {
    const value = this.#values.get(key);
    if (value !== null) return value;
    const made = this.#make(key);
    this.#values.set(key, made);
    return made;
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  keys(): MapIterator<string> {
    return this.#values.keys();
  }

  * values(): MapIterator<Value> {
    for (const [, value] of this.entries()) yield value;
  }

  * entries(): MapIterator<[string, Value]> {
    for (const key of this.#values.keys()) {
      const value = this.get(key);
      if (value !== undefined) yield [key, value];
    }
  }

  [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries();
  }

  forEach(visit: (value: Value, key: string, map: ReadonlyMap<string, Value>) => void): void {
    for (const [key, value] of this.entries()) visit(value, key, this);
  }
}
