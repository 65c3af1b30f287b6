import {
  getArgumentValues, getNamedType, getNullableType, isListType, type FieldNode, type GraphQLField, type GraphQLInputObjectType,
  type GraphQLInputType,
} from 'graphql';
import type { QueryInput } from 'jackfield';
import type { Reading } from './collect.js';
import { meaningOf } from './meaning.js';

/** The arguments of a field as they were given, with variables and defaults in place. */
export function argumentsOf(field: GraphQLField<unknown, unknown>, node: FieldNode, { variables }: Reading): Record<string, unknown> {
  return field.args.length === 0 ? {} : getArgumentValues(field, node, variables);
}

/** The arguments of a list as parameters of a query. */
export function listParameters(field: GraphQLField<unknown, unknown>, args: Record<string, unknown>): QueryInput {
  const { filter, search, sort, limit, offset, page, groupBy } = args;
  if (filter === undefined || filter === null) return { search, sort, limit, offset, page, groupBy };
  const type = field.args.find(({ name }) => name === 'filter')!.type as GraphQLInputObjectType;
  return { filter: filterParameter(filter as Given, type), search, sort, limit, offset, page, groupBy };
}

type Given = Readonly<Record<string, unknown>>;

/** A filter in the words of REST: names of fields, `year(published_on)` for `published_on_func: { year: … }`. */
function filterParameter(given: Given, type: GraphQLInputObjectType): QueryInput {
  const filter: Record<string, unknown> = Object.create(null);
  const conditions: QueryInput[] = [];
  const fields = type.getFields();
  for (const [name, value] of Object.entries(given)) {
    const field = fields[name]!;
    const meaning = meaningOf(field);
    switch (meaning?.kind) {
      case 'functions':
        for (const [function_, operators] of Object.entries((value ?? {}) as Given)) filter[`${function_}(${meaning.of})`] = operators;
        break;
      case 'related': {
        const { quantified, rest } = splitQuantifiers(value as Given | null, field.type as GraphQLInputObjectType);
        const { name: relation } = meaning.relation;
        for (const each of quantified) conditions.push(single(relation, each));
        if (rest !== undefined) filter[relation] = nested(rest, field.type);
        break;
      }
      case 'field':
        filter[meaning.field.name] = value;
        break;
      default:
        conditions.push(single(name, nested(value, field.type)));
    }
  }
  if (conditions.length === 0) return filter;
  const [first, ...more] = conditions;
  // A field may have the name of one of these words.
  return Object.keys(filter).length === 0 && more.length === 0 ? first! : { _and: [filter, ...conditions] };
}

/** `_some` and `_none` stand beside each other and beside a plain filter: each is a condition of its own. */
function splitQuantifiers(value: Given | null, type: GraphQLInputObjectType): { quantified: QueryInput[]; rest: Given | null | undefined } {
  const names = Object.keys(value ?? {});
  const words = names.filter((name) => (name === '_some' || name === '_none') && value?.[name] !== undefined);
  if (value === null || words.length === 0) return { quantified: [], rest: value };
  const rest = Object.fromEntries(names.filter((name) => !words.includes(name)).map((name) => [name, value[name]]));
  return {
    quantified: words.map((word) => single(word, nested(value[word], type.getFields()[word]!.type))),
    rest: Object.keys(rest).length > 0 ? rest : undefined,
  };
}

/** An object of one member, without prototype: the name may be any. */
function single(name: string, value: unknown): QueryInput {
  const object: Record<string, unknown> = Object.create(null);
  object[name] = value;
  return object;
}

function nested(value: unknown, type: GraphQLInputType): unknown {
  if (value === null || value === undefined) return value;
  const object = getNamedType(type) as GraphQLInputObjectType;
  if (isListType(getNullableType(type))) return (value as readonly unknown[]).map((each) => nested(each, object));
  return filterParameter(value as Given, object);
}

/** Values of an item as a payload: by the names of its fields and relations, at every depth. */
export function payloadOf(value: unknown, type: GraphQLInputType): unknown {
  if (value === null || value === undefined) return value;
  const object = getNamedType(type) as GraphQLInputObjectType;
  if (isListType(getNullableType(type))) return (value as readonly unknown[]).map((each) => payloadOf(each, object));
  const payload: Record<string, unknown> = Object.create(null);
  const fields = object.getFields();
  for (const [name, each] of Object.entries(value as Given)) {
    const meaning = meaningOf(fields[name]!);
    if (meaning?.kind === 'field') payload[meaning.field.name] = each;
    else if (meaning?.kind === 'related') payload[meaning.relation.name] = payloadOf(each, fields[name]!.type);
    else payload[name] = each;
  }
  return payload;
}
