import type { ConfigInput, Plugin } from 'jackfield';
import { startServer, type Answer, type Client, type TestServer } from 'jackfield/testing';
import { availableDialects, createDatabase, isEmbedded, type DialectName, type Script, type TestDatabase } from '../../support/databases.js';

/** A server with users, on a database of its own. */
export interface SystemServer {
  readonly dialect: DialectName;
  readonly server: TestServer;
  readonly database: TestDatabase;
  /** As the administrator. */
  readonly client: Client;
  /** Creates an item as the administrator, and answers it. */
  create(path: string, body: unknown): Promise<Readonly<Record<string, unknown>> & { readonly id: string }>;
}

/** `403 FORBIDDEN`, `400 FAILED_VALIDATION email email`: what an error answer says. */
export function refusal({ status, body }: Answer): string {
  const { errors } = body as { readonly errors: readonly { readonly extensions: Readonly<Record<string, string>> }[] };
  const texts = errors.map(({ extensions: { code, field, type } }) => [code, field, type].filter((part) => part !== undefined).join(' '));
  return `${status} ${texts.join('; ')}`;
}

/** Describes behaviour of a server with users, on every database. */
export function forEachSystem(
  title: string, define: (server: SystemServer) => void,
  { script, config = {}, plugins = [] }: { readonly script?: Script; readonly config?: ConfigInput; readonly plugins?: readonly Plugin[] } = {},
): void {
  for (const dialect of availableDialects) {
    if (typeof script === 'object' ? script[dialect] === undefined : script !== undefined && !isEmbedded(dialect)) continue;
    describe(`${title} (${dialect})`, () => {
      let database: TestDatabase | null = null;
      let server: TestServer | null = null;
      before(async function () {
        this.timeout(120_000);
        database = await createDatabase(dialect, script);
        server = await startServer({
          ...config, database: { url: database.url, ...config.database }, plugins: { system: {}, ...config.plugins },
        }, { plugins });
      });
      after(async () => {
        await server?.stop();
        await database?.drop();
      });
      define({
        dialect,
        get server() { return started(server); },
        get database() { return started(database); },
        get client() { return started(server).client; },
        async create(path, body) {
          const answer = await started(server).client.post(path, body);
          if (answer.status !== 200) throw new Error(`${path}: ${answer.text}`);
          return (answer.body as { readonly data: Readonly<Record<string, unknown>> & { readonly id: string } }).data;
        },
      });
    });
  }
}

function started<Value>(value: Value | null): Value {
  if (value === null) throw new Error('The server is started before the first test.');
  return value;
}
