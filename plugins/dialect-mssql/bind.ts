import { decimalText, parseDecimal, type Field, type Slot } from 'jackfield';
import { TYPES, type Request } from 'tedious';

/** A value as the driver binds it. */
export interface Bound {
  readonly type: (typeof TYPES)[keyof typeof TYPES];
  readonly value: unknown;
  /** Of texts and bytes, in characters or bytes; Infinity for `max`. */
  readonly length?: number;
}

/** Longer texts are `nvarchar(max)`. */
const longestText = 4000;

/**
 * Turns the value of a slot into what is bound. Texts are declared with one of two lengths, so that a statement has at most two plans;
 * decimals go as texts, since the driver would make doubles of them; lists go as the text of a JSON array.
 */
export function encode({ type, isList, purpose }: Slot): (value: unknown) => Bound {
  if (isList) return (value) => ({ type: TYPES.NVarChar, value: listText(value, type), length: Infinity });
  if (purpose === 'name') return text;
  switch (type) {
    case 'integer': case 'bigInteger': case 'count':
      return (value) => ({ type: TYPES.BigInt, value });
    case 'float':
      return (value) => ({ type: TYPES.Float, value });
    case 'boolean':
      return (value) => ({ type: TYPES.Bit, value });
    case 'decimal':
      return (value) => text(plainDigits(value));
    default:
      return text;
  }
}

/** Turns a value as `storedValue` gives it into what is bound to store it in a field. */
export function stored({ type }: Field): (value: unknown) => Bound {
  switch (type) {
    case 'integer': case 'bigInteger':
      return (value) => ({ type: TYPES.BigInt, value });
    case 'float':
      return (value) => ({ type: TYPES.Float, value });
    case 'boolean':
      return (value) => ({ type: TYPES.Bit, value });
    case 'binary':
      return (value) => ({ type: TYPES.VarBinary, value, length: Infinity });
    default:
      return text;
  }
}

/** Adds values to a request as `@p1`, `@p2`… */
export function addParameters(request: Request, values: readonly unknown[]): void {
  (values as readonly Bound[]).forEach(({ type, value, length }, index) => {
    request.addParameter(`p${index + 1}`, type, value, length === undefined ? {} : { length });
  });
}

function text(value: unknown): Bound {
  const content = (value ?? null) as string | null;
  return { type: TYPES.NVarChar, value: content, length: content !== null && content.length > longestText ? Infinity : longestText };
}

function listText(value: unknown, type: Slot['type']): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (typeof each === 'bigint') return each.toString();
    if (typeof each === 'boolean') return Number(each);
    return type === 'decimal' && typeof each === 'string' ? plainDigits(each) : each;
  });
}

/** A cast to decimal takes no exponent. */
function plainDigits(value: unknown): unknown {
  const decimal = typeof value === 'string' ? parseDecimal(value) : null;
  return decimal === null ? value : decimalText(decimal);
}
