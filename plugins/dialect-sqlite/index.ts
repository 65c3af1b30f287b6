import { definePlugin, Type } from 'jackfield';
import { parseLocation } from './location.js';
import { openSqlite } from './open.js';

/**
 * Opens SQLite files: `sqlite:PATH`, `file:PATH`, `:memory:`, or a plain path that ends in `.sqlite`, `.sqlite3` or `.db`.
 *
 * The driver runs statements in this process and cannot interrupt them: `database.statementTimeoutSeconds` has no effect here.
 */
export default definePlugin({
  name: 'dialect-sqlite',
  description: 'Mirrors SQLite files.',
  options: Type.Object({
    busyTimeoutSeconds: Type.Number({
      minimum: 0, maximum: 60, default: 2,
      description: 'How long to wait for another process that has locked the file, before a request is answered `SERVICE_UNAVAILABLE`.',
    }),
  }),
  setup({ options, on }) {
    on('database.open', (database) => {
      const location = parseLocation(database.url);
      return location === null ? undefined : openSqlite(database, location, options.busyTimeoutSeconds);
    });
  },
});
