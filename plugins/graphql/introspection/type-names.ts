import {
  __Schema, getNamedType, isInputObjectType, isInterfaceType, isObjectType, isUnionType, type GraphQLField, type GraphQLInputField,
  type GraphQLNamedType, type GraphQLSchema, type GraphQLType,
} from 'graphql';
import type { Slices } from './slices.js';

/** The names of all types of a schema, those of introspection last. Types and fields are made on the way. */
export async function typeNames(schema: GraphQLSchema, slices: Slices): Promise<readonly string[]> {
  const known = new Set<string>();
  const waiting: GraphQLNamedType[] = [];
  const reach = (type: GraphQLType | null | undefined): void => {
    if (!type) return;
    const named = getNamedType(type);
    if (known.has(named.name)) return;
    known.add(named.name);
    waiting.push(named);
  };
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const inDirectives = schema.getDirectives().flatMap(({ args }) => args.map(({ type }) => type));
  for (const root of [...roots, ...inDirectives, __Schema]) {
    reach(root);
    for (let type = waiting.pop(); type; type = waiting.pop()) {
      if (isUnionType(type)) type.getTypes().forEach(reach);
      if (isObjectType(type) || isInterfaceType(type)) type.getInterfaces().forEach(reach);
      for (const field of fieldsOf(type)) {
        reach(field.type);
        if ('args' in field) for (const argument of field.args) reach(argument.type);
        if (slices.isOver()) await slices.rest();
      }
    }
  }
  return [...known];
}

/** One by one: those of the root types are made when they are asked for. */
function* fieldsOf(type: GraphQLNamedType): Generator<GraphQLField<unknown, unknown> | GraphQLInputField> {
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return;
  const fields = type.getFields();
  for (const name of Reflect.ownKeys(fields)) yield fields[name as string]!;
}
