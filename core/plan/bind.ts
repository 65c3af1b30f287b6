import { ApiError } from '../errors/api-error.js';
import type { FilterValue, Scalar } from '../query/filter.js';
import { convertValue, descriptions } from './convert.js';
import type { Slot } from './plan.js';
import { resolveVariable, type VariableContext } from './variables.js';

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
  if (!slot.isList) return convert(value as Scalar, slot, context);
  // A variable without a value equals nothing, and would make `not in` unknown for every row.
  return (value as readonly Scalar[]).map((each) => convert(each, slot, context)).filter((each) => each !== null);
}

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

function convert(value: Scalar, slot: Slot, context: VariableContext): unknown {
  const isKey = slot.purpose === 'key';
  const resolved = isKey ? value : resolveVariable(value, context, slot.path);
  if (resolved === null) return null;
  const type = slot.type === 'count' ? 'integer' : slot.type;
  const converted = convertValue(resolved, type);
  if (converted !== undefined && (!slot.values || slot.values.includes(String(converted)))) return converted;
  if (isKey) throw new ApiError('FORBIDDEN');
  throw new ApiError('INVALID_QUERY', {
    path: slot.path,
    reason: slot.values ? `The value must be one of ${slot.values.join(', ')}.` : `The value must be ${descriptions[type]}.`,
  });
}
