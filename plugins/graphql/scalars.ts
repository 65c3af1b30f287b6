import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped, type ValueNode } from 'graphql';

/** Whole numbers of any size, written as texts: JavaScript's numbers would round them. */
export const GraphQLBigInt = new GraphQLScalarType<string | number, string>({
  name: 'GraphQLBigInt',
  description: 'A whole number of up to 64 bits, as a text.',
  serialize: String,
  parseValue: (value) => wholeNumber(value),
  parseLiteral: (node) => wholeNumber(node.kind === Kind.INT || node.kind === Kind.STRING ? node.value : null),
});

function wholeNumber(value: unknown): string | number {
  if (typeof value === 'string' || Number.isSafeInteger(value)) return value as string | number;
  throw new GraphQLError('GraphQLBigInt takes a whole number, or the text of one.');
}

/** What numbers are compared with: a number, its text where it would be rounded, or a variable such as `$NOW`. */
export const GraphQLStringOrFloat = new GraphQLScalarType<string | number, string | number>({
  name: 'GraphQLStringOrFloat',
  description: 'A number, or a text.',
  serialize: (value) => textOrNumber(value),
  parseValue: (value) => textOrNumber(value),
  parseLiteral: (node) => {
    if (node.kind === Kind.STRING) return node.value;
    if (node.kind !== Kind.INT && node.kind !== Kind.FLOAT) return textOrNumber(null);
    // A number that JavaScript would round stays the text it was.
    return String(Number(node.value)) === node.value ? Number(node.value) : node.value;
  },
});

function textOrNumber(value: unknown): string | number {
  if (typeof value === 'string' || typeof value === 'number') return value;
  throw new GraphQLError('GraphQLStringOrFloat takes a number or a text.');
}

/** Dates, times and moments, as texts in ISO 8601. */
export const GraphQLDate = new GraphQLScalarType<string, string>({
  name: 'Date',
  description: 'A date, a time, or both, in ISO 8601.',
  serialize: (value) => (value instanceof Date ? value.toISOString() : text(value)),
  parseValue: text,
  parseLiteral: (node) => text(node.kind === Kind.STRING ? node.value : null),
});

/** What is shown of a secret. */
export const GraphQLHash = new GraphQLScalarType<string, string>({
  name: 'Hash',
  description: 'A secret: what is read of it are asterisks.',
  serialize: text,
  parseValue: text,
  parseLiteral: (node) => text(node.kind === Kind.STRING ? node.value : null),
});

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new GraphQLError('The value must be a text.');
}

/** Any JSON value. */
export const GraphQLJSON = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: 'Any JSON value.',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node: ValueNode, variables) => valueFromASTUntyped(node, variables),
});

/** Nothing at all. */
export const GraphQLVoid = new GraphQLScalarType<null, null>({
  name: 'Void',
  description: 'Nothing.',
  serialize: () => null,
  parseValue: () => null,
  parseLiteral: () => null,
});
