import { BootError } from '../errors/boot-error.js';
import { suggest } from '../errors/suggest.js';

/** Something that has a name for each of its fields: a collection while it is being made. */
export interface Named {
  readonly name: string;
  readonly fields: ReadonlyMap<string, unknown>;
}

/** Fields of a collection that the config names: `books.author_id`, `order_lines.(order_id,part)`. */
export interface FieldReference<Collection extends Named> {
  readonly collection: Collection;
  /** null where only the collection was named. */
  readonly fields: readonly string[] | null;
}

/** The end of a message about an unknown name: its nearest known one, or nothing. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const nearest = suggest(name, known);
  return nearest === null ? '' : ` Did you mean "${nearest}"?`;
}

/** The place of an entry in the config, for messages: `mirror.keys["book_stats"]`. */
export function entryPath(section: string, entry: string): string {
  return `mirror.${section}[${JSON.stringify(entry)}]`;
}

/**
 * Splits `authors.books` into a collection and a name in it. Where names hold dots themselves, the longest known collection wins.
 *
 * @throws {BootError} where no collection is named so
 */
export function resolveMember<Collection>(
  text: string, collections: ReadonlyMap<string, Collection>, path: string,
): { readonly collection: Collection; readonly member: string } {
  for (let dot = text.lastIndexOf('.'); dot > 0; dot = text.lastIndexOf('.', dot - 1)) {
    const collection = collections.get(text.slice(0, dot));
    const member = text.slice(dot + 1);
    if (collection !== undefined && member !== '') return { collection, member };
  }
  const dot = text.indexOf('.');
  if (dot <= 0 || dot === text.length - 1) throw new BootError(`\`${path}\`: "${text}" must be a collection and a name in it, joined by a dot.`);
  throw unknownCollection(text.slice(0, dot), collections, path);
}

/**
 * The collection of a name.
 *
 * @throws {BootError} where no collection is named so
 */
export function resolveCollection<Collection>(name: string, collections: ReadonlyMap<string, Collection>, path: string): Collection {
  const collection = collections.get(name);
  if (collection === undefined) throw unknownCollection(name, collections, path);
  return collection;
}

/**
 * Reads `customers`, `customers.number` or `order_lines.(order_id,part)`.
 *
 * @throws {BootError} where there is no such collection or field
 */
export function resolveFields<Collection extends Named>(
  text: string, collections: ReadonlyMap<string, Collection>, path: string,
): FieldReference<Collection> {
  const whole = collections.get(text);
  if (whole !== undefined) return { collection: whole, fields: null };
  const list = /^(?<collection>.+)\.\((?<fields>.*)\)$/s.exec(text)?.groups;
  const named = list === undefined ? undefined : collections.get(list['collection'] ?? '');
  if (list !== undefined && named !== undefined) {
    const fields = (list['fields'] ?? '').split(',').map((field) => field.trim());
    for (const field of fields) checkField(field, named, path);
    return { collection: named, fields };
  }
  if (!text.includes('.')) throw unknownCollection(text, collections, path);
  const { collection, member } = resolveMember(text, collections, path);
  checkField(member, collection, path);
  return { collection, fields: [member] };
}

/** @throws {BootError} where the collection has no such field */
export function checkField(field: string, collection: Named, path: string): void {
  if (collection.fields.has(field)) return;
  throw new BootError(`\`${path}\`: "${collection.name}" has no field "${field}".${didYouMean(field, collection.fields.keys())}`);
}

function unknownCollection(name: string, collections: ReadonlyMap<string, unknown>, path: string): BootError {
  return new BootError(`\`${path}\`: there is no collection "${name}".${didYouMean(name, collections.keys())}`);
}
