/** Which addresses are of this machine or its own network, where a channel goes only when its config allows it. */
import { lookup } from 'node:dns/promises';
import { BlockList, isIP, isIPv4 } from 'node:net';

const private4 = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // carrier's NAT; some clouds keep their metadata there
  ['127.0.0.0', 8],
  ['169.254.0.0', 16], // link-local, and the metadata of most clouds
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3], // multicast and all that is reserved
] as const)
  private4.addSubnet(network, bits, 'ipv4');

const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');
const private6 = new BlockList();
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['3fff::', 20],
] as const)
  private6.addSubnet(network, bits, 'ipv6');

/** Ranges of IPv6 that stand for an IPv4 address, and the group of 16 bits at which it begins. */
const embedding = [
  { test: /^(?:0:){5}ffff:/, at: 6 },
  { test: /^(?:0:){6}/, at: 6 },
  { test: /^64:ff9b:(?:0:){4}/, at: 6 },
  { test: /^2002:/, at: 1 },
];

/** `address` without brackets or a zone. What is no address at all counts as private. */
export function isPrivateAddress(address: string): boolean {
  if (isIPv4(address)) return private4.check(address, 'ipv4');
  const bare = address.replace(/%.*$/, '');
  if (isIP(bare) !== 6) return true;
  const groups = groupsOf(bare);
  const full = `${groups.map((group) => group.toString(16)).join(':')}:`;
  const embedded = embedding.find(({ test }) => test.test(full));
  if (embedded) {
    const [high = 0, low = 0] = groups.slice(embedded.at);
    return private4.check([high >> 8, high & 255, low >> 8, low & 255].join('.'), 'ipv4');
  }
  return !global6.check(bare, 'ipv6') || private6.check(bare, 'ipv6');
}

/** The eight groups of an IPv6 address, whichever way it is written. */
function groupsOf(address: string): number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const hex = dotted
    ? `${dotted[1]}${((Number(dotted[2]) << 8) | Number(dotted[3])).toString(16)}:${((Number(dotted[4]) << 8) | Number(dotted[5])).toString(16)}`
    : address;
  const [head = '', tail] = hex.split('::');
  const parse = (part: string) =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  const [first, last] = [parse(head), parse(tail ?? '')];
  return [...first, ...Array.from({ length: 8 - first.length - last.length }, () => 0), ...last];
}

/** A connection that was refused before it was made. */
export class ForbiddenAddress extends Error {
  constructor(host: string, address: string) {
    const where = host === address ? host : `${host} (${address})`;
    super(
      `${where} is an address of this machine or its network; "allow_private: true" on the channel allows it`,
    );
    this.name = 'ForbiddenAddress';
  }
}

export interface Resolved {
  address: string;
  family: number;
}

/** The addresses of a host that may be connected to. Whoever connects uses these and asks no second time: a name may mean something else by then. */
export async function resolvePublic(host: string, allowPrivate: boolean): Promise<Resolved[]> {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(bare);
  const found = family === 0 ? await lookup(bare, { all: true }) : [{ address: bare, family }];
  const allowed = found.filter(({ address }) => allowPrivate || !isPrivateAddress(address));
  if (allowed.length === 0) throw new ForbiddenAddress(bare, found[0]?.address ?? bare);
  return allowed;
}
