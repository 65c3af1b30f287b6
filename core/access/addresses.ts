import { BlockList, isIP } from 'node:net';

/** Whether an address is in a list of addresses (`192.0.2.7`) and networks (`192.0.2.0/24`). What is neither is never in it. */
export function isAmong(address: string, list: readonly string[]): boolean {
  const plain = address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
  const family = isIP(plain);
  if (family === 0) return false;
  return listOf(list).check(plain, family === 6 ? 'ipv6' : 'ipv4');
}

/** Whether a text is an address or a network. */
export function isAddressOrNetwork(text: string): boolean {
  const { address, family, bits } = partsOf(text);
  return isIP(address) !== 0 && (bits === null || (Number.isInteger(bits) && bits >= 0 && bits <= (family === 'ipv6' ? 128 : 32)));
}

/** The same lists come again with every request. */
const lists = new WeakMap<readonly string[], BlockList>();

function listOf(texts: readonly string[]): BlockList {
  const known = lists.get(texts);
  if (known) return known;
  const list = new BlockList();
  for (const text of texts) {
    if (!isAddressOrNetwork(text)) continue;
    const { address, family, bits } = partsOf(text);
    if (bits === null) list.addAddress(address, family);
    else list.addSubnet(address, bits, family);
  }
  lists.set(texts, list);
  return list;
}

function partsOf(text: string): { readonly address: string; readonly family: 'ipv4' | 'ipv6'; readonly bits: number | null } {
  const [address = '', prefix] = text.trim().split('/');
  const bits = prefix === undefined ? null : /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1;
  return { address, family: isIP(address) === 6 ? 'ipv6' : 'ipv4', bits };
}
