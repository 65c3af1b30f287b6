import { BlockList, isIP } from 'node:net';
import { BootError } from '../errors/boot-error.js';
import type { HttpContext } from './http.js';

/**
 * Makes the function that finds the client behind trusted proxies and sets `context.ip`: the last address of `X-Forwarded-For` that is
 * no trusted proxy's, for what stands before it anybody may have written. Null where no proxy is trusted.
 *
 * @throws {BootError} for what is neither an address nor a network
 */
export function createClientAddress(trustedProxies: readonly string[]): ((context: HttpContext) => void) | null {
  if (trustedProxies.length === 0) return null;
  const trusted = new BlockList();
  for (const entry of trustedProxies) addNetwork(trusted, entry);

  const isTrusted = (address: string): boolean => {
    const family = isIP(address);
    return family !== 0 && trusted.check(address, family === 6 ? 'ipv6' : 'ipv4');
  };

  return (context) => {
    let address = plain(context.req.socket.remoteAddress ?? '');
    const forwarded = context.req.headers['x-forwarded-for'];
    if (forwarded !== undefined) {
      const hops = (typeof forwarded === 'string' ? forwarded : forwarded.join(',')).split(',');
      while (isTrusted(address)) {
        const hop = plain(hops.pop()?.trim() ?? '');
        if (isIP(hop) === 0) break;
        address = hop;
      }
    }
    context.request.ip = address;
  };
}

function addNetwork(list: BlockList, entry: string): void {
  const [address = '', prefix] = entry.split('/');
  const family = isIP(address);
  const bits = prefix === undefined ? null : Number(prefix);
  const most = family === 6 ? 128 : 32;
  if (family === 0 || (bits !== null && !(/^\d+$/.test(prefix ?? '') && bits <= most))) {
    throw new BootError(`\`server.trustedProxies\` takes addresses and networks such as \`10.0.0.0/8\`, got \`${entry}\`.`);
  }
  const type = family === 6 ? 'ipv6' : 'ipv4';
  if (bits === null) list.addAddress(address, type);
  else list.addSubnet(address, bits, type);
}

/** An IPv4 address that a dual-stack socket wrote as IPv6. */
function plain(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}
