/** The parts of a JSON Schema that options use. */
export interface OptionSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly OptionSchema[];
  readonly properties?: Readonly<Record<string, OptionSchema>>;
  readonly patternProperties?: Readonly<Record<string, OptionSchema>>;
  readonly additionalProperties?: boolean | OptionSchema;
  readonly required?: readonly string[] | undefined;
  readonly items?: OptionSchema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly pattern?: string;
  /** A secret: its value appears in no message and no page. */
  readonly writeOnly?: boolean;
  /** A variable of the process, of a plugin's option, that it may come from: one that hosts set by this name. */
  readonly environment?: string;
}

/** What a schema allows, in words that follow "must be": `an integer from 1 to 65535`, `one of "debug", "info"`. */
export function describeSchema(schema: OptionSchema): string {
  if (schema.enum) return `${schema.enum.length === 1 ? '' : 'one of '}${schema.enum.map((value) => JSON.stringify(value)).join(', ')}`;
  if ('const' in schema) return JSON.stringify(schema.const);
  if (schema.anyOf) return [...new Set(schema.anyOf.map(describeSchema))].join(' or ');
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  return types.map((type) => describeType(type, schema)).join(' or ') || 'any value';
}

function describeType(type: string, schema: OptionSchema): string {
  switch (type) {
    case 'boolean': return 'true or false';
    case 'integer': return `an integer${describeRange(schema)}`;
    case 'number': return `a number${describeRange(schema)}`;
    case 'string': return `a text${describeText(schema)}`;
    case 'array': return `a list${schema.minItems ? ` of ${schema.minItems} or more` : ''}, each ${describeSchema(schema.items ?? {})}`;
    case 'object': return 'an object';
    default: return type;
  }
}

function describeRange({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: OptionSchema): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  if (exclusiveMinimum !== undefined) return ` above ${exclusiveMinimum}`;
  if (exclusiveMaximum !== undefined) return ` below ${exclusiveMaximum}`;
  if (minimum !== undefined) return `, at least ${minimum}`;
  return maximum === undefined ? '' : `, at most ${maximum}`;
}

function describeText({ minLength, maxLength, pattern }: OptionSchema): string {
  const parts: string[] = [];
  if (minLength === 1) parts.push('that is not empty');
  else if (minLength !== undefined) parts.push(`of at least ${minLength} characters`);
  if (maxLength !== undefined) parts.push(`of at most ${maxLength} characters`);
  if (pattern !== undefined) parts.push(`that matches ${pattern}`);
  return parts.length > 0 ? ` ${parts.join(', ')}` : '';
}
