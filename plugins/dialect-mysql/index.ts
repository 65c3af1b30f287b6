import { definePlugin, Type } from 'jackfield';
import { openMysql } from './open.js';

/**
 * Opens MySQL databases, version 8.0.17 and later, and such of MariaDB, 10.6 and later: `mysql://user:password@host:port/database`, also
 * `mariadb://`.
 */
export default definePlugin({
  name: 'dialect-mysql',
  description: 'Mirrors MySQL and MariaDB databases.',
  options: Type.Object({
    preparedStatements: Type.Integer({
      minimum: 1, maximum: 10_000, default: 200,
      description: 'Most statements that each connection keeps prepared. The server limits those of all connections together.',
    }),
    connectTimeoutSeconds: Type.Number({
      exclusiveMinimum: 0, maximum: 600, default: 10,
      description: 'How long to wait for a free connection or a new one before a request is answered SERVICE_UNAVAILABLE.',
    }),
  }),
  setup({ options, on }) {
    on('database.open', (database) => {
      if (!/^(mysql|mariadb):\/\//.test(database.url)) return undefined;
      return openMysql({ ...database, url: database.url.replace(/^mariadb:/, 'mysql:') }, options);
    });
  },
});
