import { startServer, type Client, type TestServer } from '../../core/testing/testing.js';
import { library, libraryMirror } from '../fixtures/library.js';
import { forEachDatabase } from '../support/databases.js';

/** What a test of the library asks. */
export interface LibraryServer {
  /** As the administrator. */
  readonly client: Client;
  /** Without a token. */
  readonly anonymous: Client;
  readonly url: string;
}

/** Describes behaviour of a server of the library, on every database. */
export function forEachLibrary(title: string, define: (server: LibraryServer) => void): void {
  forEachDatabase(title, (database) => {
    let server: TestServer | null = null;
    before(async function () {
      this.timeout(60_000);
      server = await startServer({
        database: { url: database.url }, mirror: libraryMirror, plugins: { graphql: { nestedAggregates: true } },
      });
    });
    after(() => server?.stop());
    const started = (): TestServer => {
      if (!server) throw new Error('The server is started before the first test.');
      return server;
    };
    define({
      get client() { return started().client; },
      get anonymous() { return started().anonymous; },
      get url() { return started().url; },
    });
  }, library);
}
