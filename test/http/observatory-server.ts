import { startServer, type Answer, type Client, type ClientQuery, type TestServer } from '../../core/testing/testing.js';
import { createObservatory } from '../../core/testing/create-observatory.js';
import { observatoryMirror, observatoryTables } from '../../core/testing/observatory.js';
import { afterAllTests, availableDialects, createDatabase, guardCatalog, type DialectName, type TestDatabase } from '../support/databases.js';
import { castTypes, declaredTypes } from '../support/declared-types.js';

/** The observatory of the dialect suite, as a test asks it. */
export interface ObservatoryServer {
  readonly dialect: DialectName;
  /** As the administrator. */
  readonly client: Client;
  /** Without a token. */
  readonly anonymous: Client;
  readonly url: string;
  readonly database: TestDatabase;
  /** Whether the database has a type for every field of telescopes that is named. */
  readonly asks: (asked: unknown) => boolean;
  /** The version of the mirrored schema. */
  readonly schemaVersion: string;
  /** What a GET answers as `data`; fails where it answers anything but 200. */
  data(path: string, query?: ClientQuery): Promise<unknown>;
  /** The ids that a GET of telescopes answers. */
  ids(query: ClientQuery): Promise<unknown[]>;
  /** What a GET is refused with: `400 INVALID_QUERY filter.id._eqq`. */
  refusal(path: string, query?: ClientQuery): Promise<string>;
}

interface Started {
  readonly server: TestServer;
  readonly database: TestDatabase;
}

const started = new Map<DialectName, Promise<Started>>();

/** Describes behaviour of a server of the observatory, on every database. One server serves all that is described so, in every file. */
export function forEachObservatory(title: string, define: (server: ObservatoryServer) => void): void {
  for (const dialect of availableDialects) {
    describe(`${title} (${dialect})`, () => {
      let running: Started | null = null;
      before(async function () {
        this.timeout(60_000);
        if (!started.has(dialect)) started.set(dialect, start(dialect));
        running = await started.get(dialect)!;
      });
      const get = (): Started => {
        if (!running) throw new Error('The server is started before the first test.');
        return running;
      };
      const data = async (path: string, query: ClientQuery = {}): Promise<unknown> => {
        const { status, text, body } = await get().server.client.get(path, query);
        if (status !== 200) throw new Error(`${path} ${JSON.stringify(query)} answered ${status} ${text}`);
        return body.data as unknown;
      };
      define({
        dialect,
        get client() { return get().server.client; },
        get anonymous() { return get().server.anonymous; },
        get url() { return get().server.url; },
        get database() { return get().database; },
        get schemaVersion() { return get().server.kernel.registry.get('schema').current().version; },
        asks: (asked) => !undeclared(dialect).some((name) => JSON.stringify(asked).includes(name)),
        data,
        ids: async (query) => (await data('/items/telescopes', { fields: ['id'], sort: ['id'], ...query }) as { id: unknown }[]).map(
          ({ id }) => id,
        ),
        refusal: async (path, query) => refusalOf(await get().server.client.get(path, query)),
      });
    });
  }
}

/** Fields of telescopes whose type the database has not. Lists are asked for where they are known. */
function undeclared(dialect: DialectName): readonly string[] {
  const telescopes = observatoryTables.find(({ name }) => name === 'telescopes')!;
  return telescopes.columns.flatMap(({ name, type }) => (type === 'array' || declaredTypes[dialect][type] !== undefined ? [] : [name]));
}

/** An answer that is an error, in one line: `400 INVALID_QUERY filter.id._eqq`. */
export function refusalOf({ status, body, text }: Answer): string {
  const { code, path } = (body?.errors?.[0]?.extensions ?? {}) as { code?: string; path?: string };
  return `${status}${status < 400 ? '' : ` ${code ?? text}`}${path === undefined ? '' : ` ${path}`}`;
}

/** The catalog must be the same after all tests: nothing that is asked changes it. */
async function start(dialect: DialectName): Promise<Started> {
  const empty = await createDatabase(dialect);
  const maker = await startServer({ database: { url: empty.url } });
  try {
    await createObservatory(maker, declaredTypes[dialect], castTypes[dialect]);
  } finally {
    await maker.stop();
  }
  const database = await guardCatalog(empty);
  // The way back that it declares had no table before.
  const server = await startServer({ database: { url: database.url }, mirror: observatoryMirror });
  afterAllTests(async () => {
    await server.stop();
    await database.drop();
  });
  return { server, database };
}
