import { connect } from 'node:net';
import type { ClientBase } from 'pg';

/** What the driver knows of its server, and its types leave out. */
interface Session {
  readonly host: string;
  readonly port: number;
  readonly processID: number;
  readonly secretKey: number;
}

/** The number that tells a cancel request from a start of a session. */
const cancelRequest = 80_877_102;

/**
 * Asks the server to cancel what a connection is running, which then fails. Ending the connection would not do: a server only notices
 * that nobody listens when it has something to say. Poolers pass the request on. It goes on a connection of its own, and has no answer.
 *
 * @see https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS
 */
export function cancel(client: ClientBase): void {
  const { host, port, processID, secretKey } = client as ClientBase & Session;
  const message = Buffer.alloc(16);
  [message.length, cancelRequest, processID, secretKey].forEach((number, index) => message.writeInt32BE(number | 0, index * 4));
  const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
  socket.on('error', () => socket.destroy());
  socket.setTimeout(5000, () => socket.destroy());
  socket.end(message);
}
