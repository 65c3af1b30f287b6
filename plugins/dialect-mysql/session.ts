import type { DatabaseOptions } from 'jackfield';
import type { Connection } from 'mysql2';
import type { Server } from './server.js';

/**
 * What a session is set to, so that answers do not depend on how the server was configured.
 *
 * Backslashes stay what they are by default: the driver escapes with them what goes through knex. Fractions of a second are cut where a
 * column has no room for them, and a 0 is a key like any other.
 */
function settings({ isMariaDb }: Server, { statementTimeoutSeconds, lockTimeoutSeconds }: DatabaseOptions): Record<string, string> {
  const mode = [
    'STRICT_ALL_TABLES', 'ERROR_FOR_DIVISION_BY_ZERO', 'NO_ENGINE_SUBSTITUTION', 'NO_AUTO_VALUE_ON_ZERO',
    ...(isMariaDb ? [] : ['TIME_TRUNCATE_FRACTIONAL']),
  ];
  const wait = String(lockTimeoutSeconds === 0 ? longestWait : Math.max(1, Math.ceil(lockTimeoutSeconds)));
  return {
    sql_mode: `'${mode.join(',')}'`,
    time_zone: `'+00:00'`,
    lc_messages: `'en_US'`,
    lc_time_names: `'en_US'`,
    // As much as the server can put together; what is longer than that fails.
    group_concat_max_len: '4294967295',
    div_precision_increment: '16',
    // What was cut must not go under in other warnings.
    max_error_count: '1024',
    innodb_lock_wait_timeout: wait,
    lock_wait_timeout: wait,
    ...(isMariaDb ? { max_statement_time: String(statementTimeoutSeconds), tx_isolation: `'READ-COMMITTED'` }
      : { max_execution_time: String(Math.round(statementTimeoutSeconds * 1000)), transaction_isolation: `'READ-COMMITTED'` }),
  };
}

/** In seconds; about as long as there is. */
const longestWait = 31_536_000;

/** Sets up a new connection. */
export async function prepareSession(connection: Connection, server: Server, options: DatabaseOptions): Promise<void> {
  const assignments = Object.entries(settings(server, options)).map(([name, value]) => `@@session.${name} = ${value}`);
  await connection.promise().query(`set ${assignments.join(', ')}`);
}
