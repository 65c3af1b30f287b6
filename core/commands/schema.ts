import type { Collection, Field, Relation, Schema } from '../schema/schema.js';
import type { CommandLine } from './command-line.js';
import { withConnectedKernel } from './connected.js';
import { print, table } from './print.js';

/** `jackfield schema`: the mirrored collections with their fields, keys and relations. */
export async function schema(line: CommandLine): Promise<void> {
  await withConnectedKernel(line, ({ registry }) => {
    const current = registry.get('schema').current();
    if (line.json) print(JSON.stringify(schemaAsJson(current), null, 2));
    else print([...current.collections.values()].map(describeCollection).join('\n\n'));
  });
}

/** The schema as plain JSON: maps become lists, in their order. */
export function schemaAsJson({ version, collections }: Schema): unknown {
  const list = [...collections.values()].map((collection) => (
    Object.assign({}, collection, { fields: [...collection.fields.values()], relations: [...collection.relations.values()] })));
  return { version, collections: list };
}

/** A collection for people: a line for each field and relation. */
export function describeCollection(collection: Collection): string {
  const { name, kind, key, singleton, fields, relations } = collection;
  const notes = [kind === 'table' ? null : kind, singleton ? 'singleton' : null, key.length > 0 ? `key ${key.join(', ')}` : 'no key'];
  const rows = [...fields.values()].map((field) => [`  ${field.name}`, describeType(field), describeField(field)]);
  const ways = [...relations.values()].map((relation) => [`  ${relation.name}`, relation.kind, describeRelation(relation)]);
  return [`${name} (${notes.filter((note) => note !== null).join('; ')})`, table([...rows, ...ways])].join('\n');
}

function describeType({ type, elementType, length, precision, scale }: Field): string {
  if (elementType !== null) return `array of ${elementType}`;
  if (length !== null) return `${type}(${length})`;
  return precision === null ? type : `${type}(${[precision, scale].filter((part) => part !== null).join(', ')})`;
}

function describeField({ nullable, generated, values }: Field): string {
  const notes = [
    nullable ? 'nullable' : null,
    generated === 'computed' ? 'computed' : null,
    values === null ? null : `one of ${values.join(', ')}`,
  ];
  return notes.filter((note) => note !== null).join(', ');
}

function describeRelation({ relatedCollection, fields, relatedFields, inWildcard }: Relation): string {
  return `${relatedCollection} (${fields.join(', ')} = ${relatedFields.join(', ')})${inWildcard ? ', in *' : ''}`;
}
