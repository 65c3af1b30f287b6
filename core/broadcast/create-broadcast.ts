import { randomBytes } from 'node:crypto';
import type { Log } from '../kernel/log.js';
import type { Broadcast } from './broadcast.js';
import { longestText, type MessageTransport } from './message-transport.js';

type Handler = (message: string | null) => void;

/**
 * Makes a `broadcast` service.
 *
 * @param transport - carries messages to other instances, and is only used when somebody publishes or subscribes; null for this one alone
 */
export function createBroadcast(transport: MessageTransport | null, log: Pick<Log, 'error'>): Broadcast {
  const channels = new Map<string, Set<Handler>>();
  // What comes back to its sender was delivered already.
  const self = randomBytes(8).toString('base64url');
  let isListening = false;

  function deliver(channel: string, message: string | null): void {
    for (const handler of channels.get(channel) ?? []) {
      try {
        handler(message);
      } catch (error) {
        log.error({ err: error, channel }, 'A message could not be taken notice of.');
      }
    }
  }

  function receive(text: string | null): void {
    if (text === null) {
      for (const channel of channels.keys()) deliver(channel, null);
      return;
    }
    const message = parseText(text);
    if (message && message.sender !== self) deliver(message.channel, message.message);
  }

  function listen(): void {
    if (isListening || !transport) return;
    isListening = true;
    transport.listen(receive);
  }

  return {
    publish(channel, message) {
      deliver(channel, message);
      transport?.send(textOf(self, channel, message));
    },
    subscribe(channel, handler) {
      // Twice the same function is two subscriptions.
      const own: Handler = (message) => handler(message);
      const handlers = channels.get(channel) ?? new Set();
      channels.set(channel, handlers.add(own));
      listen();
      return () => {
        handlers.delete(own);
        if (handlers.size === 0 && channels.get(channel) === handlers) channels.delete(channel);
      };
    },
    get reachesOthers() {
      return transport?.isConnected ?? false;
    },
  };
}

interface Message {
  readonly sender: string;
  readonly channel: string;
  readonly message: string | null;
}

function textOf(sender: string, channel: string, message: string): string {
  const text = JSON.stringify([sender, channel, message]);
  return Buffer.byteLength(text) > longestText ? JSON.stringify([sender, channel, null]) : text;
}

/** Others may send on the same channel of the server: what is no message of ours is null. */
function parseText(text: string): Message | null {
  let parts: unknown;
  try {
    parts = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(parts)) return null;
  const [sender, channel, message] = parts as unknown[];
  if (typeof sender !== 'string' || typeof channel !== 'string' || (typeof message !== 'string' && message !== null)) return null;
  return { sender, channel, message };
}
