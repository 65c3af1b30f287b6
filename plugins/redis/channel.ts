import type { Log, MessageTransport } from 'jackfield';
import type { Redis } from 'ioredis';

/** Most different texts that are kept while Redis is away: the oldest are given up. */
const mostWaiting = 1000;

/**
 * Texts between all who share a Redis, by its publish and subscribe.
 *
 * @param subscriber - a connection of its own: one that listens can do nothing else. It is connected here, and subscribes again by itself
 */
export function createChannel(client: Redis, subscriber: Redis, name: string, log: Pick<Log, 'warn'>): MessageTransport {
  const waiting = new Set<string>();
  let isSubscribed = false;

  const publish = (text: string): void => {
    client.publish(name, text).catch((error: unknown) => {
      if (waiting.size === 0) log.warn({ err: error }, 'Messages do not reach other instances for now.');
      // What is said twice is kept once.
      waiting.add(text);
      const [oldest] = waiting;
      if (waiting.size > mostWaiting && oldest !== undefined) waiting.delete(oldest);
    });
  };
  client.on('ready', () => {
    const kept = [...waiting];
    waiting.clear();
    for (const text of kept) publish(text);
  });

  return {
    send: publish,
    listen(onText) {
      subscriber.on('message', (_channel, text) => onText(text));
      subscriber.on('close', () => { isSubscribed = false; });
      // After a break as well: the names that it subscribes to again are not known to be heard before this.
      subscriber.on('ready', () => {
        subscriber.subscribe(name).then(() => {
          isSubscribed = true;
          // Nobody heard what was said before.
          onText(null);
        }, (error: unknown) => log.warn({ err: error }, 'Redis cannot be subscribed to.'));
      });
      // A failure is told by its events, and tried again.
      subscriber.connect().catch(() => undefined);
    },
    get isConnected() {
      return isSubscribed && client.status === 'ready';
    },
  };
}
