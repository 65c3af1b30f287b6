import {
  __Schema, execute, GraphQLError, isIntrospectionType, isSpecifiedScalarType, Kind, OperationTypeNode, printType, type ExecutionResult,
  type FieldNode, type OperationDefinitionNode, type SelectionNode, type SelectionSetNode,
} from 'graphql';
import { collectFields, type Reading } from '../collect.js';
import type { Operation } from '../documents.js';
import type { LazySchema } from '../lazy-schema.js';
import type { Answers } from './answers.js';
import { createSlices, type Slices } from './slices.js';
import { typeNames } from './type-names.js';

/** How many types are asked about at a time. */
const typesAtOnce = 10;

/** What asks for `__schema`, `__type` and `__typename` alone. */
interface Introspecting extends Reading {
  readonly schema: LazySchema;
  readonly definition: OperationDefinitionNode;
}

/** Answers an operation that asks about the schema and nothing else, with JSON text; null for any other. */
export type Introspect = (operation: Operation, variables: Readonly<Record<string, unknown>>, schema: LazySchema) => Promise<string | null>;

/**
 * Makes what answers introspection. graphql-js is asked about a few types at a time: with a thousand collections it would hold everything
 * else up for seconds. The same question is answered from what is kept.
 */
export function createIntrospect(answers: Answers): Introspect {
  return async ({ id, definition, fragments }, variables, schema) => {
    if (definition.operation !== OperationTypeNode.QUERY) return null;
    const asked: Introspecting = { schema, definition, fragments, variables };
    try {
      const fields = collectFields([definition.selectionSet], schema.getQueryType(), asked);
      const names = [...fields.values()].map(([node]) => node!.name.value);
      const isAboutSchema = names.every((name) => name.startsWith('__')) && names.some((name) => name !== '__typename');
      return isAboutSchema ? await answers.get(`${id} ${JSON.stringify(variables)}`, () => answer(fields, asked)) : null;
    } catch (error) {
      // An argument is null that must not be: graphql-js meets it again, at the field that it is about.
      if (error instanceof GraphQLError) return null;
      throw error;
    }
  };
}

async function answer(fields: ReadonlyMap<string, readonly FieldNode[]>, asked: Introspecting): Promise<string> {
  const slices = createSlices();
  const members: string[] = [];
  for (const [key, nodes] of fields) {
    const isSchema = nodes[0]!.name.value === '__schema';
    members.push(`"${key}":${isSchema ? await schemaText(nodes, asked, slices) : textOf(ask(nodes, asked)[key])}`);
  }
  return `{${members.join(',')}}`;
}

/** The types of a schema in the words of GraphQL. */
export async function printTypes(schema: LazySchema): Promise<string> {
  const slices = createSlices();
  const texts: string[] = [];
  for (const name of await typeNames(schema, slices)) {
    const type = schema.getType(name)!;
    if (!isSpecifiedScalarType(type) && !isIntrospectionType(type)) texts.push(printType(type));
    if (slices.isOver()) await slices.rest();
  }
  return texts.join('\n\n');
}

async function schemaText(nodes: readonly FieldNode[], asked: Introspecting, slices: Slices): Promise<string> {
  const [{ name }] = nodes as readonly [FieldNode];
  const members: string[] = [];
  for (const [key, same] of collectFields(nodes.map(({ selectionSet }) => selectionSet), __Schema, asked)) {
    if (same[0]!.name.value === 'types') {
      members.push(`"${key}":[${(await typeTexts(same, asked, slices)).join(',')}]`);
      continue;
    }
    const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: same };
    const { it } = ask([{ kind: Kind.FIELD, alias: named('it'), name, selectionSet }], asked);
    members.push(`"${key}":${textOf((it as Readonly<Record<string, unknown>>)[key])}`);
  }
  return `{${members.join(',')}}`;
}

async function typeTexts(nodes: readonly FieldNode[], asked: Introspecting, slices: Slices): Promise<readonly string[]> {
  const selections: SelectionNode[] = nodes.flatMap(({ selectionSet }) => selectionSet!.selections);
  const names = await typeNames(asked.schema, slices);
  const texts: string[] = [];
  for (let start = 0; start < names.length; start += typesAtOnce) {
    const some = names.slice(start, start + typesAtOnce).map((name, index): FieldNode => ({
      kind: Kind.FIELD, alias: named(`t${index}`), name: named('__type'), selectionSet: { kind: Kind.SELECTION_SET, selections },
      arguments: [{ kind: Kind.ARGUMENT, name: named('name'), value: { kind: Kind.STRING, value: name } }],
    }));
    for (const type of Object.values(ask(some, asked))) texts.push(textOf(type));
    if (slices.isOver()) await slices.rest();
  }
  return texts;
}

/** Has graphql-js answer some fields of `Query`. Nothing that introspection asks is waited for. */
function ask(
  selections: readonly SelectionNode[], { schema, definition, fragments, variables }: Introspecting,
): Readonly<Record<string, unknown>> {
  const operation: OperationDefinitionNode = { ...definition, selectionSet: { kind: Kind.SELECTION_SET, selections } };
  const { data, errors } = execute({
    schema, document: { kind: Kind.DOCUMENT, definitions: [operation, ...Object.values(fragments)] }, variableValues: variables,
  }) as ExecutionResult;
  if (errors) throw errors[0]!;
  return data!;
}

function named(value: string) {
  return { kind: Kind.NAME, value } as const;
}

function textOf(value: unknown): string {
  return JSON.stringify(value ?? null);
}
