import { ApiError } from '../errors/api-error.js';
import type { FilterValue, Scalar } from '../query/filter.js';
import { convertValue, descriptions } from './convert.js';
import type { Slot } from './plan.js';
import { resolveVariable, type Resolved, type VariableContext } from './variables.js';

/**
 * Gives every slot of a plan its value: of the request or of the view, with variables resolved, in the form of its type.
 *
 * @throws {ApiError} `INVALID_QUERY` for a value that does not fit its type; `FORBIDDEN` for a key that does not: no item can have it
 */
export function bindValues(slots: readonly Slot[], values: readonly FilterValue[], context: VariableContext): unknown[] {
  return slots.map((slot) => bindSlot(slot, values, context));
}

function bindSlot(slot: Slot, values: readonly FilterValue[], context: VariableContext): unknown {
  const value = valueOf(slot, values);
  if (slot.purpose === 'page' || slot.purpose === 'name') return value;
  if (!slot.isList) return convert(single(resolve(value as Scalar, slot, context), slot), slot);
  // A variable without a value equals nothing, and would make `not in` unknown for every row.
  return (value as readonly Scalar[])
    .flatMap((each) => resolve(each, slot, context))
    .map((each) => convert(each as Scalar, slot))
    .filter((each) => each !== null);
}

function resolve(value: Scalar, { purpose, path, source }: Slot, context: VariableContext): Resolved {
  return purpose === 'key' ? value : resolveVariable(value, context, path, 'constant' in source ? 'rule' : 'client');
}

/** Several values equal no single one; a rule that says so is met by nothing. */
function single(value: Resolved, { source, path }: Slot): Scalar | Date | null {
  if (!isList(value)) return value;
  if ('constant' in source) return null;
  throw new ApiError('INVALID_QUERY', { path, reason: 'The variable stands for several values: use it with "_in" or "_nin".' });
}

const isList = (value: Resolved): value is readonly Scalar[] => Array.isArray(value);

function valueOf({ source }: Slot, values: readonly FilterValue[]): FilterValue {
  if ('constant' in source) return source.constant;
  const whole = values[source.request]!;
  const value = source.index === undefined ? whole : (whole as readonly Scalar[])[source.index]!;
  return source.part ? keyPart(String(value), source.part) : value;
}

/** A key in URL form: split at its commas before it is decoded. The key of one part may hold commas. */
function keyPart(key: string, { number, of }: { readonly number: number; readonly of: number }): string {
  const parts = of === 1 ? [key] : key.split(',');
  if (parts.length !== of) throw new ApiError('FORBIDDEN');
  try {
    return decodeURIComponent(parts[number]!);
  } catch {
    throw new ApiError('FORBIDDEN');
  }
}

function convert(value: Scalar | Date | null, slot: Slot): unknown {
  if (value === null) return null;
  const type = slot.type === 'count' ? 'integer' : slot.type;
  const converted = convertValue(value, type);
  if (converted !== undefined && (!slot.values || slot.values.includes(String(converted)))) return converted;
  // What a rule's variable stands for may be of another kind than the field: then it equals nothing.
  if ('constant' in slot.source) return null;
  if (slot.purpose === 'key') throw new ApiError('FORBIDDEN');
  throw new ApiError('INVALID_QUERY', {
    path: slot.path,
    reason: slot.values ? `The value must be one of ${slot.values.join(', ')}.` : `The value must be ${descriptions[type]}.`,
  });
}
