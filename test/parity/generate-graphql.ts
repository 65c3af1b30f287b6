import type { Collection, Field, Relation, Schema } from '../../core/schema/schema.js';
import { functionSets } from '../../plugins/graphql/functions.js';
import { namesOf, type MemberName } from '../../plugins/graphql/names.js';
import type { Choices } from './choices.js';
import { generateFilter, type RawFilter } from './generate-filter.js';
import { collectionOf, dictionary, type World } from './world.js';

/** One read, as GraphQL asks for it and as REST does, and what makes the answer of the one of that of the other. */
export interface PairedRead {
  readonly collection: string;
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The `query` of a SEARCH. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The answer of GraphQL, from that of REST. */
  readonly expected: (items: readonly Readonly<Record<string, unknown>>[]) => unknown;
  /** What is in it, for the count of what occurred. */
  readonly kinds: readonly string[];
}

interface Level {
  readonly selection: string;
  readonly paths: readonly string[];
  readonly parameters: Record<string, unknown>;
  readonly convert: (item: Readonly<Record<string, unknown>>) => unknown;
}

/** Collects what is the same in the whole document. */
interface Writing {
  readonly choices: Choices;
  readonly world: World;
  readonly variables: Record<string, unknown>;
  readonly declarations: string[];
  readonly kinds: Set<string>;
  aliases: number;
}

/** Writes a read of lists, up to three relations deep. */
export function generatePairedRead(choices: Choices, world: World): PairedRead {
  const collection = choices.pick([...world.schema.collections.values()]);
  const writing: Writing = { choices, world, variables: {}, declarations: [], kinds: new Set(), aliases: 0 };
  const isGrouped = choices.chance(0.25);
  const level = isGrouped ? groupLevel(collection, writing) : itemLevel(collection, 3, writing);
  const list = listArguments(collection, writing, '', isGrouped ? level.parameters : null);
  const root = namesOf(world.schema).collections.get(collection.name)!.types[isGrouped ? 'aggregated' : 'object'];
  const args = [...list.texts, ...(isGrouped ? groupByArgument(level) : [])];
  const declared = writing.declarations.length > 0 ? `(${writing.declarations.join(', ')})` : '';
  return {
    collection: collection.name,
    document: `query ${declared} { read: ${root}${args.length > 0 ? `(${args.join(', ')})` : ''} { ${level.selection} } }`,
    variables: writing.variables,
    body: { ...level.parameters, ...list.parameters, ...(isGrouped ? {} : { fields: level.paths }) },
    expected: (items) => items.map(level.convert),
    kinds: [...writing.kinds],
  };
}

function groupByArgument({ parameters: { groupBy } }: Level): string[] {
  return groupBy === undefined ? [] : [`groupBy: ${JSON.stringify(groupBy)}`];
}

function itemLevel(collection: Collection, depth: number, writing: Writing): Level {
  const { choices, world, kinds } = writing;
  const { members } = namesOf(world.schema).collections.get(collection.name)!;
  const parts: { selection: string; path: readonly string[]; key: string; value: (item: Readonly<Record<string, unknown>>) => unknown }[] = [];
  const parameters: Record<string, unknown> = {};
  const alias: Record<string, string> = dictionary();
  const deep: Record<string, unknown> = dictionary();
  for (const member of choices.some(members, 1, 6)) {
    const { name, field, relation, functions } = member;
    if (relation) {
      if (depth === 0) continue;
      const key = `r${writing.aliases++}`;
      kinds.add(`${relation.kind} ${4 - depth} deep`);
      const related = collectionOf(world, relation.relatedCollection);
      const nested = itemLevel(related, depth - 1, writing);
      const list = relation.kind === 'o2m' ? listArguments(related, writing, '_', null) : { texts: [], parameters: {} };
      alias[key] = relation.name;
      deep[key] = { ...list.parameters, ...nested.parameters };
      parts.push({
        selection: `${key}: ${name}${list.texts.length > 0 ? `(${list.texts.join(', ')})` : ''} { ${nested.selection} }`,
        path: nested.paths.map((path) => `${key}.${path}`), key,
        value: (item) => convertRelated(item[key], relation, nested),
      });
    } else if (field) {
      const key = choices.chance(0.2) ? `f${writing.aliases++}` : name;
      kinds.add(`field ${field.type}`);
      parts.push({
        selection: key === name ? name : `${key}: ${name}`, path: [field.name], key,
        value: (item) => convertValue(item[field.name], field, collection),
      });
    } else if (functions && depth > 0 && collection.relations.has(functions.of) && choices.chance(0.5)) {
      const key = `g${writing.aliases++}`;
      kinds.add(`groups ${4 - depth} deep`);
      const related = collectionOf(world, collection.relations.get(functions.of)!.relatedCollection);
      const nested = groupLevel(related, writing);
      const { aggregate, groupBy } = nested.parameters;
      const list = listArguments(related, writing, '_', nested.parameters);
      alias[key] = functions.of;
      deep[key] = { ...list.parameters, _aggregate: aggregate, ...(groupBy !== undefined && { _groupBy: groupBy }) };
      const args = [...list.texts, ...groupByArgument(nested)].join(', ');
      parts.push({
        selection: `${key}: ${name} { aggregated${args === '' ? '' : `(${args})`} { ${nested.selection} } }`, path: [`${key}.*`], key,
        value: (item) => ({ aggregated: (item[key] as Readonly<Record<string, unknown>>[]).map(nested.convert) }),
      });
    } else if (functions) {
      const chosen = choices.some(functionSets[functions.set], 1, 2);
      for (const each of chosen) kinds.add(`function ${each}`);
      parts.push({
        selection: `${name} { ${chosen.join(' ')} }`, path: chosen.map((each) => `${each}(${functions.of})`), key: name,
        value: (item) => Object.fromEntries(chosen.map((each) => [each, numberOf(item[`${functions.of}_${each}`])])),
      });
    }
  }
  if (Object.keys(alias).length > 0) Object.assign(parameters, depth === 3 ? { alias, deep } : { _alias: alias, ...deep });
  const isTyped = choices.chance(0.3) || parts.length === 0;
  const paths = parts.flatMap(({ path }) => path);
  const type = namesOf(world.schema).collections.get(collection.name)!.types.object;
  const someField = [...collection.fields.keys()].find((name) => !collection.relations.has(name)) ?? [...collection.fields.keys()][0]!;
  return {
    selection: [...parts.map(({ selection }) => selection), ...(isTyped ? ['__typename'] : [])].join(' '),
    paths: [...paths, someField],
    parameters,
    convert: (item) => ({
      ...Object.fromEntries(parts.map(({ key, value }) => [key, value(item)])), ...(isTyped && { __typename: type }),
    }),
  };
}

function convertRelated(value: unknown, { kind }: Relation, { convert }: Level): unknown {
  if (value === null) return null;
  return kind === 'o2m' ? (value as Readonly<Record<string, unknown>>[]).map(convert) : convert(value as Readonly<Record<string, unknown>>);
}

/** What GraphQL writes for what REST wrote. */
function convertValue(value: unknown, field: Field, { key }: Collection): unknown {
  if (value === null || value === undefined) return null;
  if (key.includes(field.name) && field.type === 'integer') return `${value as number}`;
  if (key.includes(field.name)) return value;
  return field.type === 'decimal' ? Number(value) : value;
}

function numberOf(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}

const numbers: ReadonlySet<Field['type']> = new Set(['integer', 'bigInteger', 'decimal', 'float']);

function namesIn(members: readonly MemberName[]): string {
  return members.map(({ name }) => name).join(' ');
}

function groupLevel(collection: Collection, { choices, world, kinds }: Writing): Level {
  const { members } = namesOf(world.schema).collections.get(collection.name)!;
  const own = members.filter(({ field }) => field !== null);
  const sortable = own.filter(({ field }) => isSortable(field!));
  const keys = choices.some(sortable, 0, 2).map(({ field }) => field!);
  const counted = choices.some(own, 1, 2);
  const measured = choices.some(own.filter(({ field }) => numbers.has(field!.type) && field!.type !== 'float'), 0, 1);
  const aggregate: Record<string, readonly string[]> = { count: counted.map(({ field }) => field!.name), countAll: ['*'] };
  for (const name of measured.length > 0 ? ['sum', 'avg', 'min', 'max'] : []) aggregate[name] = measured.map(({ field }) => field!.name);
  kinds.add(keys.length > 0 ? 'groups' : 'one group');
  for (const name of Object.keys(aggregate)) kinds.add(`aggregate ${name}`);
  return {
    selection: ['group countAll', `count { ${namesIn(counted)} }`, ...Object.keys(aggregate).slice(2).map((name) => `${name} { ${namesIn(measured)} }`)].join(' '),
    paths: [],
    parameters: { aggregate, ...(keys.length > 0 && { groupBy: keys.map(({ name }) => name), sort: keys.map(({ name }) => name) }) },
    convert: (item) => ({
      group: Object.fromEntries(keys.map(({ name }) => [name, item[name]])),
      countAll: numberOf(item['countAll']),
      ...Object.fromEntries(Object.keys(aggregate).filter((name) => name !== 'countAll').map((name) => [
        name,
        Object.fromEntries((name === 'count' ? counted : measured).map((member) => (
          [member.name, numberOf((item[name] as Readonly<Record<string, unknown>>)[member.field!.name])]))),
      ])),
    }),
  };
}

/** Filter, order and page of a list, of groups where `group` says of which: as arguments, and as parameters of REST. */
function listArguments(
  collection: Collection, writing: Writing, prefix: '' | '_', group: Record<string, unknown> | null,
): { texts: string[]; parameters: Record<string, unknown> } {
  const { choices, world, variables, declarations, kinds } = writing;
  const texts: string[] = [];
  const parameters: Record<string, unknown> = {};
  if (choices.chance(0.6)) {
    const filter = generateFilter(choices, world, collection, 2);
    const translated = graphqlFilter(filter, collection, world.schema);
    if (translated) {
      const name = `v${declarations.length}`;
      kinds.add('filter');
      variables[name] = translated;
      declarations.push(`$${name}: ${namesOf(world.schema).collections.get(collection.name)!.types.filter}`);
      texts.push(`filter: $${name}`);
      parameters[`${prefix}filter`] = filter;
    }
  }
  // Without a key there is no order but the one that is asked for.
  const [least, most, sortable] = collection.key.length === 0 ? [collection.fields.size, collection.fields.size, isSortable] : [0, 2, isPlainlySortable];
  // Groups are sorted by what they are grouped by.
  const sort = group ? (group['sort'] as string[] | undefined) ?? []
    : choices.some([...collection.fields.values()].filter(sortable), least, most).map(({ name }) => `${choices.chance(0.5) ? '-' : ''}${name}`);
  if (sort.length > 0) {
    texts.push(`sort: ${JSON.stringify(sort)}`);
    parameters[`${prefix}sort`] = sort;
    kinds.add('sort');
  }
  if (choices.chance(0.4)) {
    const limit = choices.pick([-1, 1, 2, 3]);
    texts.push(`limit: ${limit}`);
    parameters[`${prefix}limit`] = limit;
    kinds.add('limit');
  }
  return { texts, parameters };
}

function isSortable({ type }: Field): boolean {
  return type !== 'json' && type !== 'binary' && type !== 'array';
}

function isPlainlySortable(field: Field): boolean {
  return /^\w+$/.test(field.name) && isSortable(field);
}

const words: ReadonlySet<string> = new Set(['_and', '_or', '_some', '_none']);

/** A filter of REST as the value of a variable; null for what GraphQL has other words for. */
export function graphqlFilter(filter: RawFilter, collection: Collection, schema: Schema): Record<string, unknown> | null {
  const { members } = namesOf(schema).collections.get(collection.name)!;
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(filter)) {
    if (words.has(key) && !collection.fields.has(key) && !collection.relations.has(key)) {
      const parts = (Array.isArray(value) ? value : [value]).map((each) => graphqlFilter(each as RawFilter, collection, schema));
      if (parts.includes(null)) return null;
      result[key] = Array.isArray(value) ? parts : parts[0];
      continue;
    }
    const call = collection.fields.has(key) ? null : /^(\w+)\((.+)\)$/.exec(key);
    if (call) {
      const member = members.find(({ functions }) => functions?.of === call[2]);
      const operators = member && operatorsOf(value, 'integer');
      if (!member || !operators) return null;
      result[member.name] = { ...result[member.name] as object, [call[1]!]: operators };
      continue;
    }
    const member = members.find(({ field, relation }) => field?.name === key || relation?.name === key);
    if (!member) return null;
    if (member.relation) {
      // REST has quantifiers for one related item, too.
      if (member.relation.kind === 'm2o' && Object.keys(value as RawFilter).some((name) => name === '_some' || name === '_none')) return null;
      const nested = graphqlFilter(value as RawFilter, schema.collections.get(member.relation.relatedCollection)!, schema);
      if (!nested) return null;
      result[member.name] = nested;
    } else {
      const operators = operatorsOf(value, member.field!.type);
      if (!operators) return null;
      result[member.name] = operators;
    }
  }
  return result;
}

/** Operators with operands of the types that GraphQL declares. */
function operatorsOf(value: unknown, type: Field['type']): Record<string, unknown> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return operatorsOf({ _eq: value }, type);
  const operators: Record<string, unknown> = {};
  for (const [name, operand] of Object.entries(value)) {
    if (!name.startsWith('_')) return null;
    const isFlag = name === '_null' || name === '_nnull' || name === '_empty' || name === '_nempty';
    const isList = name === '_in' || name === '_nin' || name === '_between' || name === '_nbetween';
    const list: unknown = isList && typeof operand === 'string' ? operand.split(',') : operand;
    const converted = isFlag ? list : Array.isArray(list) ? list.map((each) => operandOf(each, type)) : operandOf(list, type);
    if (converted === undefined || (Array.isArray(converted) && converted.includes(undefined))) return null;
    operators[name] = converted;
  }
  return operators;
}

function operandOf(value: unknown, type: Field['type']): unknown {
  if (value === null) return null;
  if (type === 'boolean') return typeof value === 'boolean' ? value : undefined;
  if (numbers.has(type)) return typeof value === 'string' || typeof value === 'number' ? value : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

