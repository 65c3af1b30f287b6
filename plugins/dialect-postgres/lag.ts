import type { Pool } from 'pg';

/**
 * Nothing is behind where all that came has been replayed and the primary is there to send more. Otherwise the age of the last commit that
 * was replayed tells, which grows as well while nobody writes: of a standby that has lost its primary nobody can know.
 */
const lag = `
  select (case
    when not pg_is_in_recovery() then 0
    when pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() and exists (select from pg_stat_wal_receiver) then 0
    else extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp())
  end)::float8 as seconds`;

/** What a server answers that has no such function, no such view, or does without: it replicates in another way than PostgreSQL. */
const unknown: ReadonlySet<unknown> = new Set(['42883', '42P01', '0A000']);

/** How far a standby is behind; 0 for a primary and for servers that have no standbys, null for one that has replayed nothing yet. */
export async function lagSeconds(pool: Pool): Promise<number | null> {
  try {
    const { rows: [row] } = await pool.query<{ readonly seconds: number | null }>(lag);
    return row?.seconds ?? null;
  } catch (error) {
    if (error instanceof Error && 'code' in error && unknown.has(error.code)) return 0;
    throw error;
  }
}
