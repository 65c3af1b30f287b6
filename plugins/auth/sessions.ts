import { createCipheriv, createDecipheriv, hash, randomBytes, randomUUID } from 'node:crypto';
import type { LoginMode, System } from 'jackfield';

type Knex = Parameters<System['table']>[1];

/** Somebody who has signed in. */
export interface Session {
  /** Its key. */
  readonly id: string;
  readonly user: string;
  readonly mode: LoginMode;
  readonly provider: string | null;
}

/** A session that begins. */
export interface NewSession {
  readonly user: string;
  readonly mode: LoginMode;
  readonly provider: string;
  readonly address: string;
  readonly userAgent: string | null;
  readonly origin: string | null;
}

/** What came of a refresh token. */
export type Rotation =
  | { readonly kind: 'rotated'; readonly session: Session; readonly refreshToken: string }
  /** It had been exchanged before: somebody else has it, so that its session is over. */
  | { readonly kind: 'reused'; readonly session: Session }
  | { readonly kind: 'unknown' };

/** The sessions of all users, in the system database. */
export interface Sessions {
  /** Begins a session. The refresh token is told here alone: only its hash is kept. */
  open(session: NewSession, lifetimeMilliseconds: number): Promise<{ readonly session: Session; readonly refreshToken: string }>;
  /**
   * Exchanges a refresh token for the next one, once. Whoever sends it again within the grace gets the same next one: the tabs of a
   * browser all wake up at the same moment. Later it ends the session.
   */
  rotate(refreshToken: string, lifetimeMilliseconds: number): Promise<Rotation>;
  /** Lets a session last longer; null where there is none any more. */
  renew(id: string, lifetimeMilliseconds: number): Promise<Session | null>;
  find(id: string): Promise<Session | null>;
  findByToken(refreshToken: string): Promise<Session | null>;
  end(id: string): Promise<void>;
  endAllOf(user: string): Promise<void>;
  /** Deletes what has expired. */
  prune(): Promise<void>;
}

const table = 'jackfield_sessions';
const usedTable = 'jackfield_used_tokens';

interface Row {
  readonly id: string;
  readonly user: string;
  readonly mode: LoginMode;
  readonly provider: string | null;
  readonly token_hash: string;
  readonly previous_hash: string | null;
  readonly rotated_at: number | string | null;
  readonly data: unknown;
}

/** @param graceMilliseconds - how long an exchanged refresh token still gives its successor */
export function createSessions(system: System, graceMilliseconds: number): Sessions {
  const rows = (knex?: Knex) => system.table(table, knex);
  const current = async (where: Readonly<Record<string, string>>): Promise<Session | null> => {
    const row = await rows().where(where).andWhere('expires_at', '>', Date.now()).first() as Row | undefined;
    return row ? sessionOf(row) : null;
  };

  return {
    async open({ user, mode, provider, address, userAgent, origin }, lifetime) {
      const id = randomUUID();
      const refreshToken = newToken();
      const now = Date.now();
      await rows().insert({
        id, user, mode, provider, token_hash: digest(refreshToken), created_at: now, expires_at: now + lifetime, ip: address,
        user_agent: userAgent, origin,
      });
      return { session: { id, user, mode, provider }, refreshToken };
    },

    rotate: (refreshToken, lifetime) => system.database.transaction(async ({ knex }): Promise<Rotation> => {
      const presented = digest(refreshToken);
      const next = newToken();
      const now = Date.now();
      // One statement decides who exchanges it: of two at the same moment the other one finds it used.
      const changed = await rows(knex).where({ token_hash: presented }).andWhere('expires_at', '>', now).update({
        token_hash: digest(next), previous_hash: presented, rotated_at: now, expires_at: now + lifetime,
        data: JSON.stringify({ next: sealSuccessor(next, refreshToken) }),
      });
      if (changed === 1) {
        const row = await rows(knex).where({ token_hash: digest(next) }).first() as unknown as Row;
        await system.table(usedTable, knex).insert({ token_hash: presented, session: row.id, used_at: now });
        return { kind: 'rotated', session: sessionOf(row), refreshToken: next };
      }
      const used = await system.table(usedTable, knex).where({ token_hash: presented }).first('session') as { session: string } | undefined;
      const row = used && await rows(knex).where({ id: used.session }).andWhere('expires_at', '>', now).first() as Row | undefined;
      if (!row) return { kind: 'unknown' };
      const isRecent = row.previous_hash === presented && now - Number(row.rotated_at) <= graceMilliseconds;
      if (isRecent) return { kind: 'rotated', session: sessionOf(row), refreshToken: openSuccessor(row.data, refreshToken) };
      await rows(knex).where({ id: row.id }).delete();
      return { kind: 'reused', session: sessionOf(row) };
    }),

    async renew(id, lifetime) {
      const now = Date.now();
      await rows().where({ id }).andWhere('expires_at', '>', now).update({ expires_at: now + lifetime });
      return current({ id });
    },
    find: (id) => current({ id }),
    findByToken: (refreshToken) => current({ token_hash: digest(refreshToken) }),
    async end(id) {
      await rows().where({ id }).delete();
    },
    async endAllOf(user) {
      await rows().where({ user }).delete();
    },
    async prune() {
      await rows().where('expires_at', '<=', Date.now()).delete();
    },
  };
}

const sessionOf = ({ id, user, mode, provider }: Row): Session => ({ id, user, mode, provider });

/** 48 bytes: nobody guesses one. */
const newToken = (): string => randomBytes(48).toString('base64url');

const digest = (token: string): string => hash('sha256', token, 'hex');

/** The next token, so that only who has the one before can read it: kept for the grace, and worth nothing to who reads the table. */
function sealSuccessor(next: string, token: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(token), nonce);
  const content = Buffer.concat([cipher.update(next, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), content]).toString('base64url');
}

function openSuccessor(data: unknown, token: string): string {
  const { next } = (typeof data === 'string' ? JSON.parse(data) : data) as { next: string };
  const sealed = Buffer.from(next, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(token), sealed.subarray(0, 12));
  decipher.setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8');
}

/** Another hash than the one that is kept. */
const sealingKey = (token: string): Buffer => hash('sha256', `successor ${token}`, 'buffer');
