import type { ConfigInput, Plugin } from 'jackfield';
import { startServer, type Answer, type Client, type TestServer } from 'jackfield/testing';
import { workshop, workshopMirror } from '../fixtures/workshop.js';
import { availableDialects, createDatabase, type DialectName, type TestDatabase } from '../support/databases.js';

/** A server of the workshop, made anew for each test. */
export interface WorkshopServer {
  readonly client: Client;
  readonly anonymous: Client;
  readonly database: TestDatabase;
  /** `403 FORBIDDEN`, `400 FAILED_VALIDATION name required`: what an error answer says. */
  refusal(answer: Answer): string;
  /** The `data` of a GET. */
  data(path: string, query?: Readonly<Record<string, unknown>>): Promise<unknown>;
}

function refusalOf({ status, body }: Answer): string {
  const errors = (body as { readonly errors: readonly { readonly extensions: Readonly<Record<string, string>> }[] }).errors;
  const texts = errors.map(({ extensions: { code, collection, field, type } }) =>
    [code, collection, field, type].filter((part) => part !== undefined).join(' '));
  return `${status} ${texts.join('; ')}`;
}

/** Describes writes to the workshop, on every database, with plugins and options where a test is about them. */
export function forEachWorkshop(
  title: string, define: (server: WorkshopServer, dialect: DialectName) => void,
  { plugins, config }: { plugins?: () => Plugin[]; config?: ConfigInput } = {},
): void {
  for (const dialect of availableDialects) {
    describe(`${title} (${dialect})`, () => {
      let database: TestDatabase | null = null;
      let server: TestServer | null = null;
      beforeEach(async function () {
        this.timeout(60_000);
        database = await createDatabase(dialect, workshop);
        if (dialect === 'postgres') {
          await database.run(
            "select setval(pg_get_serial_sequence(t, 'id'), 100, false) from unnest(array['customers', 'orders', 'order_labels']) as t",
          );
        }
        server = await startServer({ ...config, database: { url: database.url }, mirror: workshopMirror }, { plugins: plugins?.() ?? [] });
      });
      afterEach(async () => {
        await server?.stop();
        await database?.drop();
      });
      const started = (): TestServer => {
        if (!server) throw new Error('The server is started before each test.');
        return server;
      };
      define({
        get client() { return started().client; },
        get anonymous() { return started().anonymous; },
        get database() { return database!; },
        refusal: refusalOf,
        data: async (path, query = {}) => (await started().client.get(path, query)).body.data as unknown,
      }, dialect);
    });
  }
}
