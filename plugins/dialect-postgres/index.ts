import { definePlugin, Type } from 'jackfield';
import { openPostgres } from './open.js';

/**
 * Opens PostgreSQL databases, version 13 and later: `postgres://user:password@host:port/database`, also `postgresql://`.
 *
 * With `database.preparedStatements` off, for poolers that lend a session for one transaction only, nothing is set in the session:
 * the time limit of statements is then kept from here, by cancelling them, and that of locks holds in transactions.
 */
export default definePlugin({
  name: 'dialect-postgres',
  description: 'Mirrors PostgreSQL databases.',
  options: Type.Object({
    namedStatements: Type.Integer({
      minimum: 1, maximum: 10_000, default: 200,
      description: 'Most statements that each connection keeps planned. Each costs the server some memory.',
    }),
    connectTimeoutSeconds: Type.Number({
      exclusiveMinimum: 0, maximum: 600, default: 10,
      description: 'How long to wait for a free connection or a new one before a request is answered SERVICE_UNAVAILABLE.',
    }),
  }),
  setup({ options, on, log }) {
    on('database.open', (database) => (/^postgres(ql)?:\/\//.test(database.url) ? openPostgres(database, { ...options, log }) : undefined));
  },
});
