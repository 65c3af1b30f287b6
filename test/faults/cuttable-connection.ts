import { connect as connectTo, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server on this machine that can be cut, as a network can. */
export interface CuttableConnection {
  readonly port: number;
  /** Ends every connection on both sides. New ones work. */
  cut(): void;
  /** Passes on nothing any more, on any connection, new ones too, and tells nobody. */
  goSilent(): void;
  /** Ends the silence: what was silent is cut. */
  recover(): void;
  close(): Promise<void>;
}

/** Opens a way to a port. */
export async function cuttableConnection(port: number): Promise<CuttableConnection> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let isSilent = false;
  const server = createServer((near) => {
    const far = connectTo(port, '127.0.0.1');
    const pair = [near, far] as const;
    pairs.add(pair);
    const pass = (from: Socket, to: Socket): void => {
      from.on('data', (chunk) => {
        if (!isSilent) to.write(chunk);
      });
      from.on('error', () => undefined);
      from.on('close', () => {
        // In silence the other side hears of it when that ends.
        if (isSilent) return;
        pairs.delete(pair);
        to.destroy();
      });
    };
    pass(near, far);
    pass(far, near);
  });
  const cut = (): void => {
    for (const [near, far] of pairs) {
      near.resetAndDestroy();
      far.destroy();
    }
  };
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    goSilent() {
      isSilent = true;
    },
    recover() {
      cut();
      isSilent = false;
    },
    close: () => new Promise((resolve) => {
      cut();
      server.close(() => resolve());
    }),
  };
}
