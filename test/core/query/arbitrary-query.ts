import * as fc from 'fast-check';
import { functions, operators, type Filter, type FunctionName, type Operator, type Scalar } from '../../../core/query/filter.js';
import { aggregateFunctions, metaNames, type Query, type QueryLevel } from '../../../core/query/query.js';

/** Names that break careless code, and any other text that a database can store. */
const name = fc.oneof(
  fc.constantFrom(
    'id', 'title', 'author_id', 'a.b', '__proto__', 'constructor', 'toString', 'x:y', '_id', 'a as b', 'really?', '*', 'Größe', '書名', '😀',
    '"quoted"', "it's", 'a`b', 'a]=b', '[0]', '2020', '-1', '%41', 'a+b', 'a&b=c', '#', 'Total (EUR)', 'line\nbreak', '',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
).map((text) => text.replaceAll('\0', ''));

/** A name as a key of a filter: an operator or a call would mean something else there. */
const reserved: ReadonlySet<string> = new Set([...operators, '_and', '_or', '_some', '_none']);
const key = name.filter((text) => !/^\w+\(.+\)$/s.test(text) && !reserved.has(text));

const relationInDeep = name.filter((text) => !/^_(filter|search|sort|limit|offset|page|alias|aggregate|groupBy|group)$/.test(text));

/** A name in a comma list. */
const listed = fc.oneof(
  name,
  fc.tuple(name, name, name).map((names) => names.join('.')),
  fc.tuple(fc.constantFrom(...functions), fc.constantFrom('published_on', 'books', 'a,b', 'a.b', 'f(x)'))
    .map(([call, argument]) => `author.${call}(${argument})`),
  fc.constantFrom('a(b', 'c)d', '*.*', 'author.*'),
).map((text) => (text.includes('author.') ? text : text.replaceAll(',', '')).trim()).filter((text) => text !== '');

const list = fc.uniqueArray(listed, { maxLength: 4 });
const sorted = fc.tuple(fc.constantFrom('', '-'), listed).map((parts) => parts.join('')).filter((text) => text !== '-');
const sort = fc.uniqueArray(sorted, { maxLength: 3 });

const text = fc.oneof(
  fc.constantFrom('$NOW', '$NOW(-1 day)', '$CURRENT_USER', 'a,b', 'null', 'true', '0', '{"a":1}', '[1]', ' ', "'; --", '%', '_'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 }).filter((each) => !each.includes('\0')),
);
const number = fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.double({ noNaN: true, min: -1e15, max: 1e15 })).map((each) => each + 0);
const scalar: fc.Arbitrary<Scalar> = fc.oneof(text, number, fc.boolean());
const ordered: fc.Arbitrary<Scalar> = fc.oneof(
  number, number.map(String), fc.boolean(),
  fc.constantFrom('2016-05-10', '2016-05-10T08:30:00Z', '2016-05-10 08:30:00.5+02', '08:30', '$NOW(+1 year)'),
);

function comparison(operator: Operator): fc.Arbitrary<Pick<Leaf, 'operator' | 'value'>> {
  switch (operator) {
    case '_null': case '_nnull': case '_empty': case '_nempty': return fc.constant({ operator, value: null });
    case '_in': case '_nin':
      return fc.array(fc.oneof(scalar, fc.constant('')), { minLength: 1, maxLength: 4 }).map((value) => ({ operator, value }));
    case '_between': case '_nbetween': return fc.tuple(scalar, scalar).map((value) => ({ operator, value }));
    case '_lt': case '_lte': case '_gt': case '_gte': return ordered.map((value) => ({ operator, value }));
    default: return scalar.map((value) => ({ operator, value }));
  }
}

type Leaf = Extract<Filter, { kind: 'field' }>;

const compared = fc.constantFrom(...operators).chain(comparison);

const leaf: fc.Arbitrary<Filter> = fc.tuple(key.filter((field) => field !== ''), fc.option(fc.constantFrom(...functions)), compared)
  .map(([field, call, { operator, value }]) => ({ kind: 'field', field, function: call, operator, value, path: '' }));

const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    fc.tuple(key, fc.constantFrom('some', 'none', 'path'), tie('filter'))
      .map(([relation, quantifier, inner]): Filter => ({ kind: 'relation', relation, quantifier, filter: inner })),
    fc.tuple(key, fc.constantFrom('some', 'none'))
      .map(([relation, quantifier]): Filter => ({ kind: 'relation', relation, quantifier, filter: { kind: 'and', filters: [] } })),
    fc.tuple(fc.constantFrom('and', 'or'), fc.array(tie('filter'), { minLength: 2, maxLength: 3 }))
      .map(([kind, filters]): Filter => ({ kind, filters: filters.flatMap((each) => (each.kind === kind ? each.filters : [each])) })),
  ),
}));

/** Gives every condition the path that follows from where it stands. */
function located(each: Filter, path: string): Filter {
  switch (each.kind) {
    case 'and': case 'or': return { kind: each.kind, filters: each.filters.map((inner) => located(inner, path)) };
    case 'relation': {
      const quantifier = each.quantifier === 'path' ? '' : `._${each.quantifier}`;
      return { ...each, filter: located(each.filter, `${path}.${each.relation}${quantifier}`) };
    }
    case 'field': return { ...each, path: `${path}.${each.function ? `${each.function}(${each.field})` : each.field}.${each.operator}` };
  }
}

const dictionary = <Value>(names: fc.Arbitrary<string>, value: fc.Arbitrary<Value>) =>
  fc.dictionary(names, value, { maxKeys: 3, noNullPrototype: false })
    .map((members): Record<string, Value> => Object.assign(Object.create(null) as Record<string, Value>, members));

const rare = <Value, Nothing>(value: fc.Arbitrary<Value>, nothing: Nothing) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(nothing) }, { weight: 1, arbitrary: value });

const aggregate = fc.uniqueArray(fc.constantFrom(...aggregateFunctions), { maxLength: 3 }).chain((names) =>
  fc.tuple(...names.map((each) => {
    if (each === 'countAll') return fc.constant(['*']);
    return fc.uniqueArray(listed.filter((field) => field !== '*'), { minLength: 1, maxLength: 2 })
      .map((fields) => (each === 'count' ? ['*'].concat(fields) : fields));
  })).map((fields) => {
    const all: Partial<Record<string, readonly string[]>> = Object.create(null);
    names.forEach((each, index) => (all[each] = fields[index]!));
    return all;
  }));

const page = fc.oneof(
  fc.record({ page: fc.constant(null), offset: fc.nat({ max: 2_147_483_647 }) }),
  fc.record({ page: fc.integer({ min: 1, max: 2_147_483_647 }), offset: fc.constant(0) }),
);

const level: fc.Arbitrary<Omit<QueryLevel, 'deep'>> = fc.tuple(
  fc.record({
    alias: dictionary(name, name.filter((each) => each !== '')),
    filter: rare(filter, null),
    search: rare(text, null),
    sort,
    limit: rare(fc.integer({ min: -1, max: 2_147_483_647 }), null),
    aggregate: rare(aggregate, Object.create(null) as Record<string, never>),
    groupBy: list,
  }),
  page,
).map(([parameters, paging]) => Object.assign(parameters, paging, { fields: [] }));

const { deep } = fc.letrec<{ deep: QueryLevel['deep'] }>((tie) => ({
  deep: fc.oneof(
    { maxDepth: 4 },
    fc.constant(Object.create(null) as QueryLevel['deep']),
    dictionary(relationInDeep, fc.tuple(level, tie('deep')).map(([parameters, below]) => Object.assign(parameters, { deep: below }))),
  ),
}));

/** Any Query of a list. */
export const arbitraryQuery: fc.Arbitrary<Query> = fc.record({
  level, fields: list, deep, meta: fc.uniqueArray(fc.constantFrom(...metaNames)), representation: fc.constantFrom('rest', 'graphql'),
}).map(({ level: parameters, fields, deep: below, meta, representation }) => {
  const rest = { collection: 'books', key: null, keys: null, meta, representation };
  return Object.assign(locatedLevel({ ...parameters, fields, deep: below }, '', ''), rest);
});

/** A level with its paths, and its members in the order in which they are read. */
function locatedLevel(each: QueryLevel, path: string, prefix: string): QueryLevel {
  const below: Record<string, QueryLevel> = Object.create(null);
  for (const relation of Object.keys(each.deep)) {
    below[relation] = locatedLevel(each.deep[relation]!, prefix === '' ? `deep.${relation}.` : `${path}${relation}.`, '_');
  }
  const { fields, alias, search, sort, limit, offset, page: number, aggregate: aggregated, groupBy } = each;
  const filtered = each.filter && located(each.filter, `${path}${prefix}filter`);
  return { fields, alias, filter: filtered, search, sort, limit, offset, page: number, aggregate: aggregated, groupBy, deep: below };
}

/** How often each part of the language occurred. */
export class Coverage {
  readonly counts = new Map<string, number>();

  /** What must occur. */
  static readonly expected: readonly string[] = [
    ...operators, ...functions, ...aggregateFunctions.map((each) => `aggregate ${each}`), ...metaNames, 'and', 'or', 'some', 'none', 'path',
    'filter of depth 3', 'deep of depth 3', 'alias', 'deep', 'search', 'sort', 'groupBy', 'limit', 'offset', 'page',
    'name a.b', 'name __proto__', 'name x:y', 'name with a quote', 'name beyond ASCII',
  ];

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  add(query: Query): void {
    query.meta.forEach((each) => this.count(each));
    this.addLevel(query, 0);
  }

  private addLevel(each: QueryLevel, depth: number): void {
    if (depth >= 3) this.count('deep of depth 3');
    if (each.filter) this.addFilter(each.filter, 0);
    for (const parameter of ['search', 'limit', 'page'] as const) if (each[parameter] !== null) this.count(parameter);
    for (const parameter of ['sort', 'groupBy'] as const) if (each[parameter].length > 0) this.count(parameter);
    if (each.offset > 0) this.count('offset');
    for (const call of Object.keys(each.aggregate)) this.count(`aggregate ${call}`);
    for (const alias of Object.keys(each.alias)) {
      this.count('alias');
      this.addName(alias);
    }
    for (const relation of Object.keys(each.deep)) {
      this.count('deep');
      this.addName(relation);
      this.addLevel(each.deep[relation]!, depth + 1);
    }
  }

  private addFilter(each: Filter, depth: number): void {
    if (depth === 3) this.count('filter of depth 3');
    if (each.kind === 'field') {
      this.count(each.operator);
      if (each.function) this.count(each.function satisfies FunctionName);
      this.addName(each.field);
    } else if (each.kind === 'relation') {
      this.count(each.quantifier);
      this.addName(each.relation);
      this.addFilter(each.filter, depth + 1);
    } else {
      this.count(each.kind);
      each.filters.forEach((inner) => this.addFilter(inner, depth + 1));
    }
  }

  private addName(each: string): void {
    if (each === 'a.b' || each === '__proto__' || each === 'x:y') this.count(`name ${each}`);
    if (/["']/.test(each)) this.count('name with a quote');
    if (/[^\0-\x7f]/.test(each)) this.count('name beyond ASCII');
  }
}
