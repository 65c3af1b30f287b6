import type { CollectionView, View } from '../access/access.js';
import { collectionOf } from '../access/authorise.js';
import type { Action } from '../access/policy.js';
import type { Database } from '../dialect/dialect.js';
import type { RowValues, Transaction } from '../dialect/transaction.js';
import { ApiErrors } from '../errors/api-errors.js';
import type { Filter } from '../query/filter.js';
import type { Payload } from '../query/mutation.js';
import type { HookCalls } from '../registry/hooks.js';
import type { Collection, Field } from '../schema/schema.js';
import { boundValue, type ItemKey } from './keys.js';
import type { ItemsChange, ItemsWriteDetails, WriteContext, WrittenItem } from './items.js';
import type { Draft, Parsing } from './draft.js';

/** An item to write, and the values that its parent gives it. */
export interface Supplied {
  readonly draft: Draft;
  readonly supplied: RowValues;
}

/** What nobody supplies. */
export const nothing: RowValues = new Map();

/** The same changes to one item or several. */
export interface Change extends Supplied {
  readonly keys: readonly ItemKey[];
}

/**
 * Writes items of one collection with all that is in them. Answers for each its key and the needed fields, as the database has them.
 */
export interface Steps {
  create(collection: Collection, items: readonly Supplied[], needed: readonly string[], writing: Writing): Promise<readonly RowValues[]>;
  update(collection: Collection, change: Change, needed: readonly string[], writing: Writing): Promise<readonly RowValues[]>;
}

/** What stays the same while one request is written. */
export interface Writing extends Parsing {
  readonly views: Views;
  readonly database: Database;
  readonly transaction: Transaction;
  readonly context: WriteContext;
  readonly hooks: HookCalls;
  /** Whether rows are inserted one by one, so that an error tells which it is about. */
  readonly isOneByOne: boolean;
  readonly written: Written;
  /** What items in other items are written with. */
  readonly steps: Steps;
  /** Those of the items that meet a rule, as the transaction sees them now. */
  meeting(rule: Filter, collection: Collection, keys: readonly ItemKey[]): Promise<readonly ItemKey[]>;
}

/** What the caller may do. */
export type Views = Readonly<Record<Action, View>>;

export type WriteEvent = 'items.created' | 'items.updated' | 'items.deleted';

/** What was written, to be told after the commit: event → collection → items. */
export type Written = Map<WriteEvent, Map<string, WrittenItem[]>>;

/** Whether handlers are to see the payloads of a collection. */
export function isHooked(hooks: HookCalls, collection: string): boolean {
  return hooks.has('items.create', collection) || hooks.has('items.update', collection) || hooks.has('items.secrets', collection);
}

/** What handlers before a write are told. */
export function hookDetails({ name }: Collection, { context: { identity, now }, transaction }: Writing): ItemsWriteDetails {
  return { identity, now, collection: name, transaction };
}

/** @throws {ApiErrors} where something is wrong with a value */
export function throwProblems({ problems }: Parsing): void {
  const [first, ...rest] = problems.splice(0);
  if (first) throw new ApiErrors([first, ...rest]);
}

/** @throws {ApiError} `FORBIDDEN` where the caller may not do this to any item of the collection */
export function permittedCollection(action: 'create' | 'update' | 'delete', { name }: Collection, { views }: Writing): CollectionView {
  return collectionOf(views[action], name);
}

export function note(event: WriteEvent, { name }: Collection, items: readonly WrittenItem[], { written }: Writing): void {
  const collections = written.get(event) ?? new Map<string, WrittenItem[]>();
  written.set(event, collections);
  const known = collections.get(name);
  if (known) known.push(...items);
  else collections.set(name, [...items]);
}

/**
 * Lets handlers see all that was written before it is committed.
 *
 * @param answer - as `ItemsCommitDetails` has it
 * @throws what they refuse with
 */
export async function beforeCommit({ hooks, written, transaction, context }: Writing, answer: string | null): Promise<void> {
  if (!hooks.has('items.commit')) return;
  const changes = [...written].flatMap(([event, collections]) => [...collections].map(([collection, items]): ItemsChange => (
    { kind: kindOf[event], collection, items })));
  if (changes.length === 0) return;
  const { identity, now, transaction: outer } = context;
  await hooks.filter('items.commit', changes, { identity, now, transaction, answer, isPart: outer !== undefined });
}

const kindOf: Readonly<Record<WriteEvent, ItemsChange['kind']>> = {
  'items.created': 'created', 'items.updated': 'updated', 'items.deleted': 'deleted',
};

/** Fields by their names, each once. */
export function fieldsOf({ fields }: Collection, names: Iterable<string>): Field[] {
  return [...new Set(names)].map((name) => fields.get(name)!);
}

/** What has to be known of a written item: its key, what was asked for, and what its children refer to. */
export function fieldsToKnow(collection: Collection, drafts: readonly Draft[], needed: readonly string[]): Field[] {
  return fieldsOf(
    collection, [...collection.key, ...needed, ...drafts.flatMap(({ children }) => children.flatMap(({ relation }) => relation.fields))],
  );
}

/** Values of a row in the form they are bound in; null stays. */
export function boundValues(values: RowValues, { fields }: Collection): Map<string, unknown> {
  return new Map([...values].map(([name, value]) => [name, boundValue(value, fields.get(name)!.type) ?? null]));
}

/** A payload with what a parent supplies, as handlers see it. */
export function withSupplied(payload: Payload, supplied: RowValues): Payload {
  return supplied.size === 0 ? payload : { ...payload, ...Object.fromEntries(supplied) };
}

/** The own fields of a payload, without related items and without secrets: what is told after a write. */
export function ownFields(payload: Payload, { fields }: Collection): Payload {
  return Object.fromEntries(Object.entries(payload).filter(([name, value]) => {
    const field = fields.get(name);
    return field !== undefined && !field.concealed && !(isNested(value) && field.type !== 'json');
  }));
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !('data' in value);
}

