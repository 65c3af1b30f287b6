const form = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i;

/** A decimal in plain digits. */
export interface Decimal {
  readonly isNegative: boolean;
  /** Without leading zeros; `0` where there is nothing before the point. */
  readonly whole: string;
  readonly fraction: string;
}

/** Reads `1.50`, `-.5`, `15e-1`; null for anything else. */
export function parseDecimal(text: string): Decimal | null {
  const match = form.exec(text);
  if (!match || (!match[2] && !match[3])) return null;
  const digits = match[2]! + (match[3] ?? '');
  const point = match[2]!.length + Number(match[4] ?? 0);
  const padded = point < 0 ? '0'.repeat(-point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 0);
  return { isNegative: match[1] === '-', whole: padded.slice(0, at).replace(/^0+(?=.)/, '') || '0', fraction: padded.slice(at) };
}

/** Rounds to a number of digits after the point, halves away from zero: as databases do when they store a decimal. */
export function roundDecimal(decimal: Decimal, scale: number): Decimal {
  const { isNegative, whole, fraction } = decimal;
  if (fraction.length <= scale) return decimal;
  const kept = BigInt(whole + fraction.slice(0, scale)) + (fraction.charAt(scale) >= '5' ? 1n : 0n);
  const digits = kept.toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  return { isNegative, whole: digits.slice(0, point), fraction: digits.slice(point) };
}

export function decimalText({ isNegative, whole, fraction }: Decimal): string {
  const isZero = /^0*$/.test(whole + fraction);
  return `${isNegative && !isZero ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
