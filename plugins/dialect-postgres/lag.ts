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

/** How far a standby is behind; 0 for a primary, null for one that has replayed nothing yet. */
export async function lagSeconds(pool: Pool): Promise<number | null> {
  const { rows: [row] } = await pool.query<{ readonly seconds: number | null }>(lag);
  return row?.seconds ?? null;
}
