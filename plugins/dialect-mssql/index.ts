import { definePlugin, Type } from 'jackfield';
import { isConnectionString } from './location.js';

/**
 * Opens SQL Server databases, 2017 and later, and Azure SQL: `mssql://user:password@host:port/database`, also `sqlserver://`, or an ADO.NET
 * connection string (`Server=…;Database=…;User Id=…;Password=…`).
 *
 * The server keeps the plans of statements by their text: `database.preparedStatements` has no effect here.
 */
export default definePlugin({
  name: 'dialect-mssql',
  description: 'Mirrors SQL Server and Azure SQL databases.',
  options: Type.Object({
    connectTimeoutSeconds: Type.Number({
      exclusiveMinimum: 0, maximum: 600, default: 15,
      description: 'How long to wait for a free connection or a new one before a request is answered SERVICE_UNAVAILABLE.',
    }),
  }),
  setup({ options, on }) {
    on('database.open', async (database) => {
      if (!isConnectionString(database.url)) return undefined;
      // The driver brings along much that others should not have to load.
      const { openMssql } = await import('./open.js');
      return openMssql(database, options);
    });
  },
});
