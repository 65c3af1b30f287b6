import { createBroadcast, definePlugin, Type } from 'jackfield';
import { createChannel } from './channel.js';
import { createConnection, watch } from './connect.js';

/**
 * Connects to Redis, version 6 and later, or what speaks like it (Valkey): for messages between instances, whatever their database, and
 * for plugins that keep state in it. Jackfield starts without Redis, and goes on where it is lost; what that means each plugin says.
 */
export default definePlugin({
  name: 'redis',
  description: 'Connects to Redis, and carries messages between instances through it.',
  provides: ['redis', 'broadcast'],
  options: Type.Object({
    url: Type.String({
      pattern: '^rediss?://', writeOnly: true, environment: 'REDIS_URL',
      description: '`redis://user:password@host:6379/0`, or `rediss://…` for TLS. Environment: `REDIS_URL`.',
    }),
    prefix: Type.String({
      maxLength: 100, default: 'jackfield:',
      description: 'What the names of all keys and channels begin with. Servers of different databases that share one Redis need different ones.',
    }),
    timeoutSeconds: Type.Number({
      exclusiveMinimum: 0, maximum: 60, default: 1, description: 'How long Redis may take to answer before it counts as away.',
    }),
  }),
  setup({ options, log, get, on, provide }) {
    const client = createConnection(options);
    const subscriber = createConnection(options);
    watch(client, log);

    provide('redis', () => ({ client, prefix: options.prefix, get isReady() { return client.status === 'ready'; } }));
    provide('broadcast', () => createBroadcast(createChannel(client, subscriber, `${options.prefix}broadcast`, log), log));

    on('server.health', (checks) => ({
      ...checks, redis: client.status === 'ready' ? { status: 'ok' } : { status: 'warn', message: 'Redis does not answer.' },
    }));

    return {
      async start() {
        // It is tried again for as long as it takes.
        await client.connect().catch((error: unknown) => log.warn({ err: error }, 'Redis cannot be reached: going on without it.'));
        get('broadcast');
      },
      stop() {
        client.disconnect();
        subscriber.disconnect();
      },
    };
  },
});
