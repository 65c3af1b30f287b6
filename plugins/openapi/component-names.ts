/**
 * Gives every collection a name that OpenAPI takes for a component: letters, digits, `.`, `-` and `_` alone. Others get `_` for each of the
 * rest. Where it, or what is made of it (`books_create`), is taken, it gets a number.
 *
 * @param collections - those that the caller sees: a hidden one must not change the others' names
 */
export function componentNames(collections: Iterable<string>): ReadonlyMap<string, string> {
  const taken = new Set<string>(fixedComponents);
  return new Map([...collections].map((name) => {
    const plain = name.replace(/[^A-Za-z0-9._-]/gu, '_') || '_';
    let free = plain;
    for (let number = 2; withSuffixes(free).some((each) => taken.has(each)); number += 1) free = `${plain}_${number}`;
    for (const each of withSuffixes(free)) taken.add(each);
    return [name, free];
  }));
}

/** Schemas that belong to no collection. */
const fixedComponents = ['Errors', 'Filter', 'Query', 'Meta'];

/** What is made of a collection's own name. */
const suffixes = ['_create', '_update'];

function withSuffixes(name: string): string[] {
  return [name, ...suffixes.map((suffix) => `${name}${suffix}`)];
}
