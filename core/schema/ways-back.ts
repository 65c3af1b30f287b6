import type { Draft } from './collections.js';
import type { MirrorOptions } from './mirror-options.js';
import type { OwnTable, OwnWayBack } from './own-tables.js';
import type { Relation } from './schema.js';

type Relations = ReadonlyMap<string, ReadonlyMap<string, Relation>>;

/** The relations to many items of our own collections. */
export interface WaysBack {
  /** The first along each field, as `mirror.relations` declares one. */
  readonly relations: MirrorOptions['relations'];
  /** Adds the others along the same fields, and says which own their items. */
  complete(relations: Relations): Relations;
}

/** What our own collections declare of relations to many, as far as their tables are there. */
export function waysBackOf(tables: readonly OwnTable[], drafts: ReadonlyMap<string, Draft>): WaysBack {
  const relations: Record<string, string> = {};
  const twins: { readonly collection: string; readonly name: string; readonly of: string }[] = [];
  const owners = new Set<string>();
  const first = new Map<string, string>();
  for (const { collection: { name: collection, waysBack } } of tables) {
    for (const [name, way] of waysBack) {
      if (!drafts.get(way.collection)?.fields.has(way.field)) continue;
      const known = first.get(keyOf(way));
      if (known === undefined) relations[`${collection}.${name}`] = `${way.collection}.${way.field}`;
      else twins.push({ collection, name, of: known });
      first.set(keyOf(way), known ?? name);
      if (way.isOwner) owners.add(`${collection}.${name}`);
    }
  }
  return {
    relations,
    complete: (all) => new Map([...all].map(([collection, named]) => {
      const whole = new Map(named);
      for (const twin of twins) {
        const like = twin.collection === collection ? named.get(twin.of) : undefined;
        if (like) whole.set(twin.name, { ...like, name: twin.name });
      }
      for (const [name, relation] of whole) if (owners.has(`${collection}.${name}`)) whole.set(name, { ...relation, isOwner: true });
      return [collection, whole];
    })),
  };
}

function keyOf({ collection, field }: OwnWayBack): string {
  return JSON.stringify([collection, field]);
}
