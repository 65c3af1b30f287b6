import {
  getOperationAST, GraphQLError, Kind, parse, validate, type DocumentNode, type FragmentDefinitionNode, type OperationDefinitionNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { rules } from './rules.js';
import { beyondLimits } from './limits.js';
import type { GraphQLOptions } from './options.js';
import type { KnownSchema } from './schemas.js';

/** An operation of a document that is valid in a schema. */
export interface Operation {
  /** A name for the document and operation that no other has. */
  readonly id: string;
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
}

/** Why there is none. A text that cannot be read at all is another case than a document that is not valid. */
export interface Refused {
  readonly refused: 'syntax' | 'validation';
  readonly errors: readonly GraphQLError[];
}

/** Finds the operation of a request. */
export type FindOperation = (text: string, operationName: string | null, schema: KnownSchema) => Operation | Refused;

interface KnownDocument extends Pick<Operation, 'id' | 'document' | 'fragments'> {
  /** Its operations that were asked for, by what they were asked by. */
  readonly operations: Map<string | null, Operation>;
}

/** Longer texts are seldom sent twice. */
const longestRemembered = 20_000;

/** Makes the finder of operations, which remembers documents by text and schema. */
export function createDocuments(options: GraphQLOptions): FindOperation {
  const known = options.rememberedDocuments > 0 ? new LRUCache<string, KnownDocument>({ max: options.rememberedDocuments }) : null;
  let documents = 0;

  function read(text: string, { schema }: KnownSchema): KnownDocument | Refused {
    let document: DocumentNode;
    let errors: readonly GraphQLError[];
    try {
      document = parse(text, { maxTokens: options.maxTokens });
      errors = validate(schema, document, rules, { maxErrors: mostErrors });
    } catch (error) {
      if (error instanceof GraphQLError) return { refused: 'syntax', errors: [error] };
      // graphql-js goes into lists and objects by recursion.
      if (error instanceof RangeError) return { refused: 'syntax', errors: [tooDeep()] };
      throw error;
    }
    if (errors.length === 0) errors = beyondLimits(document, options);
    if (errors.length > 0) return { refused: 'validation', errors };
    const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
    for (const each of document.definitions) if (each.kind === Kind.FRAGMENT_DEFINITION) fragments[each.name.value] = each;
    documents += 1;
    return { id: String(documents), document, fragments, operations: new Map() };
  }

  return (text, operationName, schema) => {
    const key = `${schema.id} ${text}`;
    const remembered = known?.get(key);
    const found = remembered ?? read(text, schema);
    if ('refused' in found) return found;
    if (!remembered && text.length <= longestRemembered) known?.set(key, found);
    const asked = found.operations.get(operationName);
    if (asked) return asked;
    const definition = getOperationAST(found.document, operationName);
    if (!definition) return { refused: 'validation', errors: [noOperation(operationName)] };
    if (!schema.schema.getRootType(definition.operation)) return { refused: 'validation', errors: [nothingToAsk(definition)] };
    const { id, document, fragments } = found;
    const operation: Operation = { id: `${id} ${operationName ?? ''}`, document, fragments, definition };
    found.operations.set(operationName, operation);
    return operation;
  };
}

const mostErrors = 20;

function tooDeep(): GraphQLError {
  return new GraphQLError('The document has too many values one in another.');
}

function noOperation(name: string | null): GraphQLError {
  return new GraphQLError(
    name === null ? 'A document of several operations needs an "operationName".' : 'The document has no operation of that name.',
  );
}

function nothingToAsk(definition: OperationDefinitionNode): GraphQLError {
  return new GraphQLError(`There is no ${definition.operation} that you may send.`, { nodes: definition });
}
