/** The dialect of knex, which its types leave out: what is changed of it here. */
declare module 'knex/lib/dialects/mssql/index.js' {
  import type { Connection, ConnectionConfiguration, Request } from 'tedious';

  export interface QueryAnswer {
    readonly returning?: unknown;
    readonly response?: readonly (readonly { readonly value: unknown }[])[];
  }

  export default class Client {
    readonly connectionSettings: { readonly driver: ConnectionConfiguration };
    wrapIdentifierImpl(value: string): string;
    validateConnection(connection: Connection): boolean;
    _generateConnection(): ConnectionConfiguration;
    _enqueueRequest(request: Request, connection: Connection): void;
    _chomp(connection: Connection): void;
    processResponse(query: QueryAnswer, runner: unknown): unknown;
  }
}
