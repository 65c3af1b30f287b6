import { systemCollections, type PluginContext, type System, type Transaction } from 'jackfield';

/**
 * Sees to it that who gets a new password, or may not sign in any more, loses all sessions in the same transaction: but for the one by which
 * they change their own password.
 *
 * @param onEnded - called after the commit
 */
export function endSessionsOnChange(
  on: PluginContext<never, never, never, never>['on'], system: () => System | undefined, onEnded: () => void,
): void {
  /** Transactions in which a password is written: which user's, secrets do not tell. */
  const withPassword = new WeakSet<Transaction>();

  on('items.secrets', (secrets, { transaction }) => {
    if (secrets['password'] !== undefined) withPassword.add(transaction);
  }, { collection: users });

  on('items.commit', async (changes, { transaction, identity }) => {
    const keys = changes.filter(({ kind, collection }) => kind === 'updated' && collection === users)
      .flatMap(({ items }) => items)
      .filter(({ payload: { status } }) => withPassword.has(transaction) || (status !== undefined && status !== 'active'))
      .flatMap(({ key }) => key ?? []);
    if (keys.length === 0) return;
    const sessions = system()?.table('jackfield_sessions', transaction.knex).whereIn('user', keys);
    await (identity.session === null ? sessions : sessions?.whereNot({ id: identity.session }))?.delete();
    transaction.afterCommit(async () => onEnded());
  });
}

const { users } = systemCollections;
