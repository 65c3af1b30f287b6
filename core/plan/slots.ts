import type { ValueOf } from '../access/authorised.js';
import type { ApiType } from '../schema/catalog.js';
import type { Field } from '../schema/schema.js';
import type { Slot, SlotReference, ValueSource } from './plan.js';

/** Collects the slots of a plan while it is made. */
export interface Slots {
  readonly all: readonly Slot[];
  /** A value compared with a field. Only equality asks for one of the values that an enum allows. */
  forField(value: ValueOf, field: Field, path: string, options?: SlotOptions & { isEquality?: boolean }): SlotReference;
  /** A value compared with a number that is computed. */
  forNumber(value: ValueOf, path: string, options?: SlotOptions): SlotReference;
  add(slot: Slot): SlotReference;
}

export interface SlotOptions {
  readonly isList?: boolean;
  /** Of a list: which element. */
  readonly index?: number;
}

export function createSlots(): Slots {
  const all: Slot[] = [];
  const add = (slot: Slot) => {
    all.push(slot);
    return { slot: all.length - 1 };
  };
  const addValue = (value: ValueOf, type: ApiType, values: readonly string[] | null, path: string, { isList = false, index }: SlotOptions = {}) =>
    add({ source: sourceOf(value, index), type, isList, values, purpose: 'value', path });
  return {
    all,
    add,
    forField: (value, field, path, options = {}) => addValue(value, field.type, options.isEquality ? field.values : null, path, options),
    forNumber: (value, path, options) => addValue(value, 'decimal', null, path, options),
  };
}

/** `index` picks one of a list: the two ends of `_between`. */
function sourceOf(value: ValueOf, index: number | undefined): ValueSource {
  if (index === undefined) return value;
  if ('constant' in value) return { constant: (value.constant as readonly (string | number | boolean)[])[index]! };
  return { request: value.request, index };
}
