import type { AuthorisedLevel } from '../access/authorised.js';
import type { HookCalls } from '../registry/hooks.js';
import type { Item, ItemsContext } from './items.js';
import { joinObject, splitList, splitObject } from './raw-json.js';

/** Where in an answer there are items that a handler of `items.read` is to see. */
export interface HookedItems {
  readonly collection: string;
  /** Whether these items themselves are seen, or only some in them. */
  readonly isHooked: boolean;
  /** Members that hold such items, by their names in the answer. */
  readonly members: ReadonlyMap<string, HookedItems>;
}

/** Finds out where there are such items; null for nowhere: the answer goes out as it is. Groups are no items. */
export function hookedItems(
  { collection: { collection: { name } }, selection, group }: AuthorisedLevel, hooks: Pick<HookCalls, 'has'>,
): HookedItems | null {
  if (group || selection === 'key') return null;
  const members = new Map(selection.flatMap((each) => {
    const nested = each.kind === 'related' ? hookedItems(each.level, hooks) : null;
    return nested ? [[each.key, nested] as const] : [];
  }));
  const isHooked = hooks.has('items.read', name);
  return isHooked || members.size > 0 ? { collection: name, isHooked, members } : null;
}

/**
 * Lets the handlers of `items.read` see items and change them, those within others first. What they leave as it was keeps its text.
 *
 * @param texts - the JSON of each item, or `null`
 */
export async function filterItems(
  texts: readonly string[], hooked: HookedItems, context: ItemsContext, hooks: HookCalls,
): Promise<string[]> {
  const items = texts.map((text) => (text.trimStart().startsWith('{') ? splitObject(text) : null));
  for (const [name, nested] of hooked.members) await filterMembers(items, name, nested, context, hooks);
  if (hooked.isHooked) await callHandlers(items, hooked.collection, context, hooks);
  return items.map((item, index) => (item ? joinObject(item) : texts[index]!));
}

/** The same for the text of a list. */
export async function filterList(text: string, hooked: HookedItems, context: ItemsContext, hooks: HookCalls): Promise<string> {
  return `[${(await filterItems(splitList(text), hooked, context, hooks)).join(',')}]`;
}

/** Items that handlers are given at a time while a list is streamed. */
const batch = 200;

/** The same for items that come one by one. */
export async function* filterStream(
  texts: AsyncIterable<string>, hooked: HookedItems, context: ItemsContext, hooks: HookCalls,
): AsyncGenerator<string> {
  let waiting: string[] = [];
  for await (const text of texts) {
    waiting.push(text);
    if (waiting.length < batch) continue;
    yield* await filterItems(waiting, hooked, context, hooks);
    waiting = [];
  }
  yield* await filterItems(waiting, hooked, context, hooks);
}

type Members = Map<string, string>;

/** One call for all items at one place of the answer, whatever item they are in. */
async function filterMembers(
  items: readonly (Members | null)[], name: string, nested: HookedItems, context: ItemsContext, hooks: HookCalls,
): Promise<void> {
  const lists = items.map((item) => {
    const text = item?.get(name) ?? 'null';
    return { item, isList: text.startsWith('['), texts: text.startsWith('[') ? splitList(text) : [text] };
  });
  const filtered = await filterItems(lists.flatMap(({ texts }) => texts), nested, context, hooks);
  let next = 0;
  for (const { item, isList, texts } of lists) {
    const own = filtered.slice(next, next += texts.length);
    if (item?.has(name)) item.set(name, isList ? `[${own.join(',')}]` : own[0]!);
  }
}

async function callHandlers(
  items: readonly (Members | null)[], collection: string, { identity, now, transaction }: ItemsContext, hooks: HookCalls,
): Promise<void> {
  const present = items.flatMap((item) => item ?? []);
  if (present.length === 0) return;
  const before = present.map((members): Item => Object.fromEntries(
    Array.from(members, ([name, text]) => [name, JSON.parse(text) as unknown]),
  ));
  // A handler may change what it is given in place.
  const known = before.map((item) => new Map(Object.entries(item).map(([name, value]) => [name, JSON.stringify(value)])));
  const after = await hooks.filter('items.read', before, { collection, identity, now, transaction });
  if (after.length !== present.length) {
    throw new Error(`A handler of items.read answered ${after.length} items of "${collection}" for ${present.length}.`);
  }
  present.forEach((members, index) => {
    const texts = Object.entries(after[index]!).flatMap(([name, value]): [string, string][] => {
      const text = JSON.stringify(value) as string | undefined;
      if (text === undefined) return [];
      return [[name, known[index]!.get(name) === text ? members.get(name)! : text]];
    });
    members.clear();
    for (const [name, text] of texts) members.set(name, text);
  });
}
