import { systemCollections as names, type ItemsWriteDetails, type PluginContext, type Transaction } from 'jackfield';
import type { DirectoryCache } from './directory-cache.js';

/** What decides who may do what. */
const deciding = [names.users, names.roles, names.policies, names.permissions, names.access];

/** Takes notice of changes of users, roles and policies, so that every instance reads them anew. */
export function noticeChanges(on: PluginContext<never, never, never, never>['on'], directory: () => DirectoryCache): void {
  const noted = new WeakSet<Transaction>();

  async function note({ transaction }: ItemsWriteDetails): Promise<void> {
    if (noted.has(transaction)) return;
    noted.add(transaction);
    await directory().changed(transaction.knex);
    transaction.afterCommit(async () => directory().committed());
  }

  for (const collection of deciding) {
    on('items.create', (_, details) => note(details), { collection });
    on('items.update', (_, details) => note(details), { collection });
    on('items.delete', (_, details) => note(details), { collection });
  }
}
