import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import { LRUCache } from 'lru-cache';

/** The parts of a connection of the driver that its types leave out: the names that it takes for known to the server. */
interface Wire {
  readonly parsedStatements: Record<string, string>;
  readonly submittedNamedStatements: Record<string, string>;
  close(message: { readonly type: 'S'; readonly name: string }): void;
}

/** Names for statements, so that the server plans them once. */
export interface StatementNames {
  /** The name under which this connection may run a statement now; undefined for none. To be asked right before it is run. */
  nameFor(client: ClientBase, sql: string): string | undefined;
  /** Forgets every name of a connection: after the server did. */
  forget(client: ClientBase): void;
}

/** No names at all: for poolers that give every statement another connection. */
export const noNames: StatementNames = { nameFor: () => undefined, forget: () => undefined };

/**
 * Gives a statement a name from its second use on. Each connection keeps at most `limit` of them; what is used least is closed on
 * the server too, since every plan that it keeps costs its memory.
 *
 * It is closed by a message of the protocol that goes along with the next statement and waits for no answer, and not by DEALLOCATE,
 * which poolers do not understand.
 */
export function createStatementNames(limit: number): StatementNames {
  // Of statements that were used once: their text. Of others: their name.
  const known = new LRUCache<string, string>({ max: limit * 5 });
  const connections = new WeakMap<ClientBase, LRUCache<string, true>>();

  const keep = (client: ClientBase): LRUCache<string, true> => {
    const kept = new LRUCache<string, true>({
      max: limit,
      dispose: (_, name, reason) => {
        if (reason === 'evict') close(client, name);
      },
    });
    connections.set(client, kept);
    return kept;
  };

  return {
    nameFor(client, sql) {
      const name = known.get(sql);
      if (name === undefined) {
        known.set(sql, '');
        return undefined;
      }
      const given = name === '' ? nameOf(sql) : name;
      if (name === '') known.set(sql, given);
      const kept = connections.get(client) ?? keep(client);
      if (kept.get(given) === undefined) kept.set(given, true);
      return given;
    },
    forget(client) {
      const { parsedStatements, submittedNamedStatements } = wire(client);
      for (const name of connections.get(client)?.keys() ?? []) {
        delete parsedStatements[name];
        delete submittedNamedStatements[name];
      }
      connections.delete(client);
    },
  };
}

/** Equal texts have equal names, on every connection and in every process. */
function nameOf(sql: string): string {
  return `jackfield_${createHash('sha256').update(sql).digest('base64url').slice(0, 32)}`;
}

function close(client: ClientBase, name: string): void {
  const connection = wire(client);
  delete connection.parsedStatements[name];
  delete connection.submittedNamedStatements[name];
  connection.close({ type: 'S', name });
}

function wire(client: ClientBase): Wire {
  return (client as ClientBase & { readonly connection: Wire }).connection;
}
