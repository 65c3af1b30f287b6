import { BootError } from '../errors/boot-error.js';
import type { Draft, RelationName } from './collections.js';
import { isUnique, type DeclaredName, type Link } from './foreign-keys.js';
import { compareNames, freeName } from './names.js';
import { didYouMean } from './references.js';
import type { Field, Relation } from './schema.js';

/** One direction of a link. */
interface End {
  readonly link: Link;
  readonly kind: 'm2o' | 'o2m';
  /** The collection that has the relation, and the one that it leads to. */
  readonly from: Draft;
  readonly to: Draft;
  name: string;
}

/**
 * Names both ends of every link. The names depend on which links there are, never on their order in the catalog.
 *
 * A m2o is named as its only field, else after the parent; an o2m is named after the child. Where several links of the two
 * collections would get one name, or it is taken, the fields of the foreign key are added: `<collection>_by_<fields>`. What the config
 * names has its name first.
 *
 * @returns the relations of each collection: those that are fields in the order of the fields, then those that the config declares in
 *   its order, then the others by name
 * @throws {BootError} where the config gives a name that is taken, or renames a relation that is not there
 */
export function nameRelations(
  collections: ReadonlyMap<string, Draft>, links: readonly Link[], renames: readonly RelationName[],
): ReadonlyMap<string, ReadonlyMap<string, Relation>> {
  const names = new Map([...collections.values()].map((draft) => [draft, new Map<string, End>()]));
  const ends = links.map((link) => ({
    parent: { link, kind: 'm2o' as const, from: link.child, to: link.parent, name: '' },
    children: { link, kind: 'o2m' as const, from: link.parent, to: link.child, name: '' },
  }));
  const claim = (end: End, name: string): void => {
    end.name = name;
    names.get(end.from)?.set(name, end);
  };
  const isTaken = (draft: Draft, name: string): boolean => draft.fields.has(name) || (names.get(draft)?.has(name) ?? false);

  for (const { parent } of ends) if (parent.link.toParent !== null) claimDeclared(parent, parent.link.toParent, claim, isTaken);
  for (const { children } of ends) if (children.link.toChildren !== null) claimDeclared(children, children.link.toChildren, claim, isTaken);
  for (const { parent } of ends) {
    const [field] = parent.link.fields;
    if (parent.name === '' && parent.link.fields.length === 1 && field !== undefined && !names.get(parent.from)?.has(field)) claim(parent, field);
  }
  claimDefaults(ends.map(({ parent }) => parent).filter(({ name }) => name === ''), claim, isTaken);
  // Several links to one parent make the names of all ways back longer, also where some of them are declared: taking an entry out of
  // the config gives no other relation another name.
  const several = countPairs(ends.map(({ children }) => children));
  claimDefaults(ends.map(({ children }) => children).filter(({ name }) => name === ''), claim, isTaken, several);

  for (const rename of renames) renameEnd(rename, collections, names);
  const inverses = new Map<End, End>(ends.flatMap(({ parent, children }): [End, End][] => [[parent, children], [children, parent]]));
  return new Map([...names].map(([draft, named]) => [draft.name, relationsOf(draft, named, inverses)]));
}

type Claim = (end: End, name: string) => void;
type IsTaken = (draft: Draft, name: string) => boolean;

function claimDeclared(end: End, { name, path }: DeclaredName, claim: Claim, isTaken: IsTaken): void {
  const isItsOwnField = end.kind === 'm2o' && end.link.fields.length === 1 && end.link.fields[0] === name;
  if (!isItsOwnField && isTaken(end.from, name)) {
    throw new BootError(`\`${path}\`: "${end.from.name}" has a field or relation "${name}" already.`);
  }
  claim(end, name);
}

function claimDefaults(ends: readonly End[], claim: Claim, isTaken: IsTaken, counts = countPairs(ends)): void {
  const long: End[] = [];
  for (const end of ends) {
    if (counts.get(pair(end)) === 1 && !isTaken(end.from, end.to.name)) claim(end, end.to.name);
    else long.push(end);
  }
  for (const end of long) {
    claim(end, freeName(`${end.to.name}_by_${end.link.fields.join('_')}`, (name) => isTaken(end.from, name)));
  }
}

function countPairs(ends: readonly End[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const end of ends) counts.set(pair(end), (counts.get(pair(end)) ?? 0) + 1);
  return counts;
}

function pair({ from, to }: End): string {
  return JSON.stringify([from.name, to.name]);
}

function renameEnd(rename: RelationName, collections: ReadonlyMap<string, Draft>, names: ReadonlyMap<Draft, Map<string, End>>): void {
  const draft = collections.get(rename.collection);
  const named = draft === undefined ? undefined : names.get(draft);
  const end = named?.get(rename.from);
  if (draft === undefined || named === undefined || end === undefined) {
    const known = draft === undefined || named === undefined ? [] : [...draft.fieldOf.keys(), ...named.keys()];
    throw new BootError(`\`${rename.path}\`: "${rename.collection}" has no field or relation "${rename.from}".${didYouMean(rename.from, known)}`);
  }
  if (draft.fields.has(rename.to) || named.has(rename.to)) {
    throw new BootError(`\`${rename.path}\`: "${draft.name}" has a field or relation "${rename.to}" already.`);
  }
  named.delete(rename.from);
  named.set(rename.to, end);
  end.name = rename.to;
}

function relationsOf(
  draft: Draft, named: ReadonlyMap<string, End>, inverses: ReadonlyMap<End, End>,
): ReadonlyMap<string, Relation> {
  const positions = new Map([...draft.fields.keys()].map((field, index) => [field, index]));
  const position = (name: string, { kind, link }: End): number => positions.get(name)
    ?? positions.size + ((kind === 'm2o' ? link.toParent : link.toChildren)?.position ?? Number.MAX_SAFE_INTEGER);
  return new Map([...named]
    .toSorted(([a, end], [b, other]) => position(a, end) - position(b, other) || compareNames(a, b))
    .map(([name, end]) => [name, relationOf(name, end, inverses.get(end)?.name ?? null)]));
}

function relationOf(name: string, { link, kind, from, to }: End, inverse: string | null): Relation {
  const [fields, relatedFields] = kind === 'm2o' ? [link.fields, link.parentFields] : [link.parentFields, link.fields];
  return {
    name, kind, collection: from.name, relatedCollection: to.name, fields: [...fields], relatedFields: [...relatedFields], inverse,
    isUnique: kind === 'o2m' && isUnique(link),
    isEnforced: link.isEnforced && fields.every((name, index) => haveSameText(from.fields.get(name)!, to.fields.get(relatedFields[index]!)!)),
    isOwner: false,
    inWildcard: kind === 'm2o' ? fields.length === 1 && fields[0] === name : link.toChildren !== null,
  };
}

/** Types whose equal values are the same text. A decimal is not: 1.0 equals 1.00. */
const exactTypes: ReadonlySet<Field['type']> = new Set(['boolean', 'integer', 'bigInteger', 'string', 'text', 'uuid', 'date', 'dateTime', 'timestamp']);

function haveSameText(field: Field, related: Field): boolean {
  return exactTypes.has(field.type) && field.type === related.type && field.sqlType === related.sqlType && !field.concealed && !related.concealed;
}
