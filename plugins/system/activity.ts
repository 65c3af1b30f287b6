import {
  systemCollections as names, Type, type Collection, type HttpContext, type Identity, type ItemsChange, type ItemsCommitDetails, type Log,
  type PluginContext, type RowValues, type Schema, type Static, type System, type Transaction,
} from 'jackfield';

/** What is noted of what users do. */
export const activityOptions = Type.Object({
  record: Type.Enum(['revisions', 'activity', 'nothing'], { default: 'revisions', description:
    '`activity` notes who created, changed or deleted which item, and when; `revisions` also what was written, without secrets.' }),
  exclude: Type.Array(Type.String(), { default: [], description: 'Collections of which nothing is noted; of `directus_users` no login either.' }),
  keepDays: Type.Integer({ minimum: 0, default: 0, description: 'How long it is kept, in days: older notes are deleted every hour. 0: for good.' }),
}, { default: {}, description: 'What is noted of what users write, in `/activity` and `/revisions`: in the same transaction, in one or two statements '
  + 'for each collection; and of who signed in.' });

/** What activity is noted with. */
export interface ActivityOptions {
  readonly options: Static<typeof activityOptions>;
  readonly on: PluginContext<never, never, never, never>['on'];
  readonly use: (middleware: (context: HttpContext, next: () => Promise<unknown>) => Promise<unknown>) => void;
  readonly system: () => System;
  readonly schema: () => Schema;
  readonly log: Log;
}

/** Where a request came from. */
interface Origin {
  readonly ip: string;
  readonly userAgent: string | null;
  readonly origin: string | null;
}

const reading: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'SEARCH', 'QUERY']);

const actions = { created: 'create', updated: 'update', deleted: 'delete' } as const;

/**
 * Notes what users write, and who signs in. Where our own tables are in another database it is noted after the commit, and may be lost with
 * the server.
 */
export function noteActivity({ options, on, use, system, schema, log }: ActivityOptions): void {
  if (options.record === 'nothing') return;
  const excluded = new Set([...options.exclude, names.activity, names.revisions]);
  /** The identity of each request is a value of its own. */
  const origins = new WeakMap<Identity, Origin>();

  use(async (context, next) => {
    const { identity } = context.state;
    if (identity.user !== null && !reading.has(context.method)) {
      const { 'user-agent': userAgent, origin } = context.req.headers;
      origins.set(identity, { ip: context.ip, userAgent: userAgent ?? null, origin: origin ?? null });
    }
    return next();
  });

  on('auth.loggedIn', async ({ user, address, userAgent, origin }) => {
    const activity = schema().collections.get(names.activity);
    if (!activity || excluded.has(names.users)) return;
    const by = { user, now: new Date(), origin: { ip: address, userAgent, origin } };
    await system().database.transaction((own) => insert(activity, [rowOf('login', names.users, user, by)], own));
  });

  on('items.commit', async (changes, { identity, now, transaction }) => {
    const { user } = identity;
    const { collections } = schema();
    const noted = changes.filter(({ collection, items }) => !excluded.has(collection) && items.length > 0);
    const [first] = noted;
    if (user === null || !first) return;
    const by = { user, now, origin: origins.get(identity) ?? null };
    const isHere = collections.get(first.collection)?.source === collections.get(names.activity)?.source;
    if (isHere) return insertAll(noted, by, transaction);
    transaction.afterCommit(async () => {
      await system().database.transaction((own) => insertAll(noted, by, own)).catch((error: unknown) => {
        log.error({ err: error }, 'What a user wrote could not be noted in the activity.');
      });
    });
  });

  async function insertAll(changes: readonly ItemsChange[], by: By, transaction: Transaction): Promise<void> {
    const activity = schema().collections.get(names.activity);
    const revisions = schema().collections.get(names.revisions);
    if (!activity || !revisions) return;
    const noted = changes.flatMap((change) => change.items.map((item) => ({ change, item })));
    const rows = await insert(
      activity, noted.map(({ change: { kind, collection }, item: { key } }) => rowOf(actions[kind], collection, itemText(key), by)), transaction,
    );
    if (options.record !== 'revisions') return;
    await insert(revisions, noted.flatMap(({ change, item }, index) => (change.kind === 'deleted' ? [] : [{
      activity: rows[index]!.get('id'), collection: change.collection, item: itemText(item.key),
      data: JSON.stringify(item.payload), delta: JSON.stringify(item.payload),
    }])), transaction);
  }
}

/** Who writes, when, and from where. */
interface By extends Pick<ItemsCommitDetails, 'now'> {
  readonly user: string;
  readonly origin: Origin | null;
}

function rowOf(action: string, collection: string, item: string, { user, now, origin }: By): Readonly<Record<string, unknown>> {
  return {
    action, user, timestamp: now.toISOString(), ip: origin?.ip.slice(0, 50) ?? null, user_agent: origin?.userAgent ?? null,
    origin: origin?.origin?.slice(0, 255) ?? null, collection, item,
  };
}

/** Inserts rows with the same fields, in one statement. */
async function insert(
  { table, fields, key }: Collection, rows: readonly Readonly<Record<string, unknown>>[], transaction: Transaction,
): Promise<readonly RowValues[]> {
  const [first] = rows;
  if (!first) return [];
  const written = Object.keys(first);
  return transaction.insert(
    { table, fields: written.map((name) => fields.get(name)!), rows: rows.map((row) => written.map((name) => row[name])) },
    key.map((name) => fields.get(name)!),
  );
}

/** As much of a key as there is room for; nothing for an item without one. */
function itemText(key: string | null): string {
  return (key ?? '').slice(0, 255);
}
