import type { Choices } from './choices.js';
import type { RawQuery, RawRequest } from './generate-query.js';
import { generateRequest } from './generate-query.js';
import { dictionary, type World } from './world.js';

/** A read that a server must refuse: something in it does not exist, does not fit or makes no sense. */
export function generateRefused(choices: Choices, world: World): RawRequest {
  const request = generateRequest(choices, world);
  const collection = world.schema.collections.get(request.collection);
  const fields = [...(collection?.fields.values() ?? [])];
  const field = choices.pick(fields).name;
  const unknown = choices.pick(['nope', 'constructor2', '$', 'id; drop table x', '"', 'Größen', '__proto', "' or 1=1 --"]);
  const wrong: readonly (() => RawQuery)[] = [
    () => ({ fields: [unknown] }),
    () => ({ fields: [`${field}.${unknown}`] }),
    () => ({ fields: [`${unknown}.${field}`] }),
    () => ({ fields: [`nope(${field})`] }),
    () => ({ fields: [`year(${unknown})`] }),
    () => ({ filter: at(unknown, { _eq: 1 }) }),
    () => ({ filter: at(field, { _nope: 1 }) }),
    () => ({ filter: at(field, { _in: [] }) }),
    () => ({ filter: at(field, { _between: [1] }) }),
    () => ({ filter: at(field, at(unknown, { _eq: 1 })) }),
    () => ({ filter: { _and: 1 } }),
    () => ({ filter: { _eq: 1 } }),
    () => ({ filter: at(`count(${unknown})`, { _eq: 1 }) }),
    () => ({ filter: 'no JSON' }),
    () => ({ sort: [unknown] }),
    () => ({ sort: [`${unknown}.${field}`] }),
    () => ({ deep: at(unknown, { _limit: 1 }) }),
    () => ({ alias: { other: unknown }, fields: ['other'] }),
    () => ({ aggregate: { sum: unknown } }),
    () => ({ aggregate: { median: field } }),
    () => ({ groupBy: [unknown] }),
    () => ({ groupBy: [field], sort: [unknown] }),
    () => ({ limit: choices.pick([-2, 'x', 1.5]) }),
    () => ({ offset: choices.pick([-1, 'x']) }),
    () => ({ page: -1 }),
    () => ({ meta: unknown }),
    ...fields.flatMap(({ name, type }) => misfits(type).map((condition) => () => ({ filter: at(name, condition) }))),
  ];
  const query = request.key === null ? choices.pick(wrong)() : { fields: [unknown] };
  const base = withoutPrototype(request.query);
  const isUnknownCollection = choices.chance(0.05);
  return { ...request, query: { ...base, ...query }, collection: isUnknownCollection ? unknown : request.collection };
}

/** Conditions that a field of the type does not take. */
function misfits(type: string): readonly RawQuery[] {
  switch (type) {
    case 'integer':
    case 'bigInteger':
    case 'decimal':
    case 'float':
      return [{ _eq: 'many' }, { _contains: '1' }, { _empty: true }, { _in: ['1', 'two'] }];
    case 'boolean':
      return [{ _eq: 'perhaps' }, { _gt: 1 }];
    case 'uuid':
      return [{ _eq: 'no uuid' }, { _contains: 'a' }];
    case 'date':
    case 'timestamp':
    case 'dateTime':
      return [{ _eq: '2000-02-30' }, { _lt: 'soon' }, { _starts_with: '2' }];
    case 'time':
      return [{ _eq: '25:00:00' }, { _lt: 'soon' }];
    case 'json':
      return [{ _eq: 'a' }, { _lt: 1 }];
    default:
      return [{ _gt: 'M' }, { _eq: '' }];
  }
}

function at(name: string, value: unknown): RawQuery {
  const object = dictionary<unknown>();
  object[name] = value;
  return object;
}

function withoutPrototype(query: RawQuery): RawQuery {
  return Object.assign(dictionary<unknown>(), query);
}
