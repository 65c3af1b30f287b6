import type { Broadcast } from 'jackfield';

/** What somebody did to items of one collection. Values are not in it: each subscriber reads what they may see. */
export interface Change {
  readonly collection: string;
  readonly action: ChangeAction;
  /** As texts; of a composite key its URL form. */
  readonly keys: readonly string[];
}

/** As `EventEnum` has them. */
export type ChangeAction = 'create' | 'update' | 'delete';

const channel = 'items';

/** Room for the collection and what is around it stays below what every transport carries. */
const mostBytes = 6_000;

/** Tells all instances of items that were written, in as many messages as it takes. */
export function tellChange(broadcast: Broadcast, { collection, action, keys: all }: Change): void {
  let keys: string[] = [];
  let bytes = 0;
  const send = (): void => {
    if (keys.length > 0) broadcast.publish(channel, JSON.stringify([collection, action, keys]));
    keys = [];
    bytes = 0;
  };
  for (const key of all) {
    const length = Buffer.byteLength(JSON.stringify(key)) + 1;
    if (bytes + length > mostBytes) send();
    keys.push(key);
    bytes += length;
  }
  send();
}

/** Hears of what was written on any instance. Messages that were lost are lost: subscribers miss what they were about. */
export function hearChanges(broadcast: Broadcast, hear: (change: Change) => void): () => void {
  return broadcast.subscribe(channel, (message) => {
    if (message === null) return;
    const [collection, action, keys] = JSON.parse(message) as [string, ChangeAction, string[]];
    hear({ collection, action, keys });
  });
}
