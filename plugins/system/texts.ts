/** A list of texts, as a json column or an older text with commas has it. */
export function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.split(',').map((text) => text.trim()).filter((text) => text !== '');
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
}
