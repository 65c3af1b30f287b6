/** The dialect of knex, which its types leave out: what is changed of it here. */
declare module 'knex/lib/dialects/mssql/index.js' {
  import type { Connection, ConnectionConfiguration, Request } from 'tedious';

  export default class Client {
    readonly connectionSettings: { readonly driver: ConnectionConfiguration };
    wrapIdentifierImpl(value: string): string;
    validateConnection(connection: Connection): boolean;
    _generateConnection(): ConnectionConfiguration;
    _enqueueRequest(request: Request, connection: Connection): void;
    _chomp(connection: Connection): void;
  }
}
