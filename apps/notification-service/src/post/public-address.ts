import { BlockList, isIP } from 'node:net';

/** Ranges that are not on the public internet: IANA's special-purpose registries, RFC 6890 and its successors. */
const specialV4 = [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12],
  ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.88.99.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24],
  ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4],
] as const;

/** Of IPv6 only global unicast is public, without the ranges in it that embed or stand for other addresses. */
const globalUnicastV6 = ['2000::', 3] as const;
const specialV6 = [['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['3fff::', 20]] as const;

const blockedV4 = new BlockList();
for (const [network, prefix] of specialV4) blockedV4.addSubnet(network, prefix, 'ipv4');
const publicV6 = new BlockList();
publicV6.addSubnet(...globalUnicastV6, 'ipv6');
const blockedV6 = new BlockList();
for (const [network, prefix] of specialV6) blockedV6.addSubnet(network, prefix, 'ipv6');

/** Whether an IP address lies on the public internet; false for a text that is no address. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !blockedV4.check(address, 'ipv4');
    case 6:
      return publicV6.check(address, 'ipv6') && !blockedV6.check(address, 'ipv6');
    default:
      return false;
  }
}
