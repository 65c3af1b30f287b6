import { BootError } from '../errors/boot-error.js';
import type { Notice } from './catalog.js';
import type { Draft } from './collections.js';
import { isUniqueIn, sortLinks, type DeclaredName, type Link } from './foreign-keys.js';
import type { MirrorOptions } from './mirror-options.js';
import { checkField, entryPath, resolveFields, resolveMember } from './references.js';
import type { Field } from './schema.js';

/**
 * Gives links the names that `mirror.relations` declares, and adds a link for each relation there that the database does not have.
 *
 * @throws {BootError} where an entry names something that is not there, or cannot be a relation
 */
export function declareRelations(
  links: readonly Link[], relations: MirrorOptions['relations'], collections: ReadonlyMap<string, Draft>, notices: Notice[],
): readonly Link[] {
  const all = [...links];
  for (const [position, [entry, declared]] of Object.entries(relations).entries()) {
    const path = entryPath('relations', entry);
    const { collection, member } = resolveMember(entry, collections, path);
    if (typeof declared === 'string') {
      const { collection: child, fields } = resolveFields(declared, collections, path);
      if (fields === null) throw new BootError(`\`${path}\`: "${declared}" must name the fields that refer to "${collection.name}": \`child.field\`.`);
      if (isAcross(child, collection, path, notices)) continue;
      const wanted: Wanted = { child, fields, parent: collection, parentFields: null };
      const link = find(all, wanted) ?? add(all, newLinkOfItsOwn(all, wanted, path));
      nameOnce(link, 'toChildren', { name: member, path, position });
    } else {
      for (const field of declared.fields) checkField(field, collection, `${path}.fields`);
      const { collection: parent, fields } = resolveFields(declared.references, collections, `${path}.references`);
      if (isAcross(collection, parent, path, notices)) continue;
      const wanted: Wanted = { child: collection, fields: declared.fields, parent, parentFields: fields };
      const link = find(all, wanted) ?? add(all, newLink(wanted, path));
      nameOnce(link, 'toParent', { name: member, path, position });
      if (declared.wayBack !== undefined) nameOnce(link, 'toChildren', { name: declared.wayBack, path: `${path}.wayBack`, position });
    }
  }
  return sortLinks(all);
}

function isAcross(child: Draft, parent: Draft, path: string, notices: Notice[]): boolean {
  if (child.source === parent.source) return false;
  notices.push({ subject: path, reason: `Is left out: "${child.name}" and "${parent.name}" are in different databases.` });
  return true;
}

interface Wanted {
  readonly child: Draft;
  readonly fields: readonly string[];
  readonly parent: Draft;
  /** null for whatever the database's foreign key refers to, or the parent's key. */
  readonly parentFields: readonly string[] | null;
}

function find(links: readonly Link[], wanted: Wanted): Link | undefined {
  return links.find((link) => link.child === wanted.child && link.parent === wanted.parent
    && pairs(link.fields, wanted.parentFields === null ? null : link.parentFields) === pairs(wanted.fields, wanted.parentFields));
}

function add(links: Link[], link: Link): Link {
  links.push(link);
  return link;
}

/** The pairs of fields of a link, whatever their order. */
function pairs(fields: readonly string[], parentFields: readonly string[] | null): string {
  return JSON.stringify(fields.map((field, index) => JSON.stringify([field, parentFields?.[index]])).sort());
}

function newLink({ child, fields, parent, parentFields: declared }: Wanted, path: string): Link {
  const parentFields = declared ?? parent.key;
  if (parentFields.length === 0) {
    throw new BootError(`\`${path}\`: "${parent.name}" has no key to refer to. \`mirror.keys\` can give it one.`);
  }
  if (new Set(fields).size < fields.length || new Set(parentFields).size < parentFields.length) {
    throw new BootError(`\`${path}\`: names a field twice.`);
  }
  const link: Link = { child, fields, parent, parentFields, isEnforced: false, toParent: null, toChildren: null };
  if (fields.length !== parentFields.length) {
    throw new BootError(`\`${path}\`: (${fields.join(', ')}) must be as many fields as ${text(link)}.`);
  }
  if (!isUniqueIn(parent, parentFields)) {
    throw new BootError(`\`${path}\`: ${text(link)} must be unique, so that it leads to one item. \`mirror.keys\` can declare a key.`);
  }
  for (const [index, name] of fields.entries()) {
    const field = child.fields.get(name);
    const parentField = parent.fields.get(parentFields[index] ?? '');
    if (field !== undefined && parentField !== undefined && !areComparable(field, parentField)) {
      throw new BootError(`\`${path}\`: "${child.name}.${name}" (${field.sqlType}) cannot be compared with `
        + `"${parent.name}.${parentField.name}" (${parentField.sqlType}).`);
    }
  }
  return link;
}

/** A new link, but not on a field that refers to something else: a mistyped entry would make a relation that nobody meant. */
function newLinkOfItsOwn(links: readonly Link[], wanted: Wanted, path: string): Link {
  const link = newLink(wanted, path);
  const other = links.find(({ child, fields }) => child === link.child && JSON.stringify(fields) === JSON.stringify(link.fields));
  if (other !== undefined) {
    throw new BootError(`\`${path}\`: (${link.fields.join(', ')}) of "${link.child.name}" refers to ${text(other)}, not to ${text(link)}.`);
  }
  return link;
}

const families: Partial<Record<Field['type'], string>> = {
  integer: 'number', bigInteger: 'number', decimal: 'number', float: 'number', string: 'text', text: 'text',
};

/** Whether the database can compare the two with `=`. SQLite, where a column may have no declared type, compares anything. */
function areComparable(a: Field, b: Field): boolean {
  if (a.type === 'json' || b.type === 'json') return false;
  return a.sqlType === b.sqlType || a.sqlType === '' || b.sqlType === '' || (families[a.type] ?? a.type) === (families[b.type] ?? b.type);
}

function text({ parent, parentFields }: Link): string {
  return parentFields.length === 1 ? `"${parent.name}.${parentFields[0]}"` : `"${parent.name}.(${parentFields.join(',')})"`;
}

function nameOnce(link: Link, end: 'toParent' | 'toChildren', declared: DeclaredName): void {
  if (link[end] !== null) {
    throw new BootError(`\`${declared.path}\`: the relation of (${link.fields.join(', ')}) of "${link.child.name}" to "${link.parent.name}" `
      + `is already named "${link[end].name}".`);
  }
  link[end] = declared;
}
