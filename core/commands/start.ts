import { randomBytes } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { Address } from '../http/listener.js';
import { createKernel, type Kernel } from '../kernel/boot.js';
import { createLog, type Log } from '../kernel/log.js';
import { configOf, type CommandLine } from './command-line.js';
import { print } from './print.js';

/** `jackfield start`: serves until a signal ends it. */
export async function start(line: CommandLine): Promise<void> {
  const { config: read, directory } = await configOf(line);
  const madeToken = read.admin.token === undefined ? randomBytes(24).toString('base64url') : null;
  const config = madeToken === null ? read : { ...read, admin: { ...read.admin, token: madeToken } };
  const log = createLog(config.log);
  // A bug somewhere must not end everybody's requests.
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'A promise was rejected and nobody took notice.'));

  const kernel = createKernel(config, { directory, environment: process.env, log });
  followSignals(kernel, log);
  const address = await kernel.start();
  if (address) print(await welcome(kernel, address, madeToken));
}

function followSignals(kernel: Kernel, log: Log): void {
  let isStopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (isStopping) process.exit(1);
    isStopping = true;
    log.info({ signal }, 'Stopping: running requests may end. Again to stop at once.');
    kernel.stop().then(() => process.exit(0), (error: unknown) => {
      log.error({ err: error }, 'The server did not stop well.');
      process.exit(1);
    });
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('SIGHUP', () => {
    Promise.resolve().then(() => kernel.registry.get('schema').refresh())
      .catch((error: unknown) => log.error({ err: error }, 'The schema could not be refreshed: the old one stays.'));
  });
}

/** What to do now: never a secret that somebody configured. */
export async function welcome({ config, registry }: Kernel, address: Address, madeToken: string | null): Promise<string> {
  const url = config.server.publicUrl ?? `http://${hostFor(address)}:${address.port}`;
  const collections = [...registry.get('schema').current().collections.values()].filter(({ system }) => !system).length;
  const announced = await registry.hooks.filter('server.announce', [], address);
  const lines = [`Jackfield serves ${registry.get('database').description}, ${collections} collections, at ${url}`, ''];
  if (registry.hooks.has('http.identify')) {
    lines.push(madeToken === null
      ? 'Sign in with the administrator\'s token of the config, as `Authorization: Bearer …` or `access_token=…`.'
      : 'Sign in with this token, as `Authorization: Bearer …` or `access_token=…`. '
        + 'It was made for this start; set ADMIN_TOKEN to choose one.\n\n'
        + `  TOKEN=${madeToken}`);
  } else {
    lines.push('No enabled plugin knows who anybody is: all requests are anonymous, and the anonymous see nothing.');
  }
  const welcomed = await registry.hooks.filter('server.welcome', [], address);
  if (welcomed.length > 0) lines.push('', ...welcomed);
  if (announced.length > 0) lines.push('', 'To try:');
  // Brackets in a URL mean something to curl unless it is told `-g`.
  for (const { title, path, isPage } of announced) {
    lines.push('', `  # ${title}`, isPage ? `  ${url}${path}` : `  curl -g -H "Authorization: Bearer $TOKEN" '${url}${path}'`);
  }
  return `${lines.join('\n')}\n`;
}

/** How a browser on this machine reaches it. */
function hostFor({ host }: Address): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return isIPv6(host) ? `[${host}]` : host;
}
