import { LRUCache } from 'lru-cache';

/** Texts about schemas that take long to make: kept, and made once where several ask at the same time. */
export interface Answers {
  /** @param key - equal for equal texts */
  get(key: string, make: () => Promise<string>): Promise<string>;
}

/** Keeps texts of so many characters together; 0 for none. */
export function createAnswers(mostCharacters: number): Answers {
  const kept = mostCharacters > 0
    ? new LRUCache<string, string>({ maxSize: mostCharacters, sizeCalculation: (text, key) => text.length + key.length })
    : null;
  const making = new Map<string, Promise<string>>();
  return {
    async get(key, make) {
      const known = kept?.get(key) ?? making.get(key);
      if (known !== undefined) return known;
      const text = make().finally(() => making.delete(key));
      making.set(key, text);
      kept?.set(key, await text);
      return text;
    },
  };
}
