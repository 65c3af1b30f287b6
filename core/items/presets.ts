import { ApiError } from '../errors/api-error.js';
import { resolveVariable } from '../plan/variables.js';
import { storedValue } from './stored-value.js';
import { permittedCollection, type Supplied, type Writing } from './writing.js';

/**
 * Fills in what the policies preset and nobody sent. Whether the caller may send it themselves does not matter; where they did, theirs wins.
 */
export function withPresets(item: Supplied, action: 'create' | 'update', writing: Writing): Supplied {
  const { draft, supplied } = item;
  const { collection } = draft;
  const presets = Object.entries(permittedCollection(action, collection, writing).presets);
  if (presets.length === 0) return item;
  const given = new Set([
    ...Object.keys(draft.payload), ...draft.values.keys(), ...supplied.keys(), ...draft.parents.flatMap(({ relation }) => relation.fields),
  ]);
  const payload = { ...draft.payload };
  const values = new Map(draft.values);
  for (const [name, preset] of presets) {
    const field = collection.fields.get(name);
    if (!field || given.has(name)) continue;
    const value = valueOf(preset, writing);
    const stored = storedValue(value, field, writing.integerBits);
    if ('value' in stored) {
      payload[name] = value;
      values.set(name, stored.value);
    } else {
      const { code, type, reason } = stored.misfit;
      writing.problems.push(new ApiError(code, {
        collection: collection.name, field: name, ...(type !== undefined && { type }), path: `${draft.path}.${name}`, reason,
      }));
    }
  }
  return { draft: { ...draft, payload, values }, supplied };
}

function valueOf(preset: unknown, { context }: Writing): unknown {
  if (typeof preset !== 'string') return preset;
  const resolved = resolveVariable(preset, context, 'presets', 'rule');
  return resolved instanceof Date ? resolved.toISOString() : resolved;
}
