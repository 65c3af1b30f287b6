import { createKernel, type Kernel } from '../kernel/boot.js';
import type { ConfigInput } from '../kernel/config.js';
import { loadConfig } from '../kernel/load-config.js';
import { merge } from '../kernel/merge.js';
import type { Plugin } from '../kernel/plugin.js';
import type { Log } from '../kernel/log.js';
import { createClient, type Client } from './client.js';

/** The administrator's token of every test server whose config names none. */
export const testToken = 'administrator-token-of-a-test-server';

/** What a test server is given beside its configuration. */
export interface TestServerOptions {
  /** Plugins as values: what a test is often about. */
  readonly plugins?: readonly Plugin[];
  /** Where plugins that are paths or packages are looked for. Default: the working directory. */
  readonly directory?: string;
  /** Default: silent. */
  readonly log?: Log;
}

/** A running server. Stop it after the test. */
export interface TestServer {
  readonly url: string;
  /** Asks as the administrator. */
  readonly client: Client;
  /** Asks without a token. */
  readonly anonymous: Client;
  readonly kernel: Kernel;
  stop(): Promise<void>;
}

/**
 * Starts a server on a free port of this machine, configured by the given options over `config/default.ts`. The environment and config
 * files have no say. Without rate limits, unless the test switches them on.
 * The plugin `system` is off unless the options say otherwise (`plugins: { system: {} }`): the database stays
 * as it is.
 *
 * @example const server = await startServer({ database: { url: ':memory:' } }, { plugins: [mine] });
 */
export async function startServer(
  config: ConfigInput, { plugins = [], directory = process.cwd(), log }: TestServerOptions = {},
): Promise<TestServer> {
  const defaults = {
    server: { host: '127.0.0.1', port: 0 }, log: { level: 'silent' }, admin: { token: testToken },
    // Tests ask faster than people do.
    plugins: { 'rate-limit': false, 'system': false },
  };
  const input = merge(defaults, config) as ConfigInput;
  const loaded = await loadConfig({ directory, file: false, environment: {}, overrides: input });
  const kernel = createKernel(loaded.config, { directory, plugins, ...(log && { log }) });
  const address = await kernel.start();
  if (!address) throw new Error('The server does not listen.');
  const url = `http://${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`;
  const client = createClient(url, loaded.config.admin.token ?? null);
  return { url, client, anonymous: client.as(null), kernel, stop: () => kernel.stop() };
}
