import { isIPv6 } from 'node:net';

/**
 * What an address is counted as: itself, or of IPv6 its network of 64 bits, which is what one customer has at least.
 */
export function addressKey(address: string): string {
  const plain = address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
  if (!isIPv6(plain)) return plain;
  const [before = '', after] = plain.split('%')[0]!.split('::');
  const groups = before === '' ? [] : before.split(':');
  if (after !== undefined) {
    const rest = after === '' ? [] : after.split(':');
    // An address in the form of IPv4 at the end stands for two groups.
    const count = groups.length + rest.length + (after.includes('.') ? 1 : 0);
    groups.push(...Array.from({ length: 8 - count }, () => '0'), ...rest);
  }
  return `${groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::`;
}
