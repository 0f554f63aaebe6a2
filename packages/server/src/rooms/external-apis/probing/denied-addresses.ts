import { lookup } from 'node:dns';
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net';

/** What a probe does not ask: link-local addresses, where clouds answer with the credentials of the machine, and those of such services elsewhere. */
const denied = new BlockList();
denied.addSubnet('169.254.0.0', 16, 'ipv4');
denied.addSubnet('fe80::', 10, 'ipv6');
denied.addAddress('fd00:ec2::254', 'ipv6'); // AWS
denied.addAddress('fd20:ce::254', 'ipv6'); // Google
denied.addAddress('100.100.100.200', 'ipv4'); // Alibaba
denied.addAddress('192.0.0.192', 'ipv4'); // Oracle
denied.addAddress('168.63.129.16', 'ipv4'); // Azure
denied.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6'); // 169.254.0.0/16 through NAT64

/** Where a probe was to go is on the deny list. */
export class AddressDeniedError extends Error {
  readonly code = 'ADDRESS_DENIED';
  constructor(host: string) {
    super(
      `"${host}" is a link-local address or one of a cloud's metadata service, which probes do not ask. Name another host in url.`,
    );
  }
}

/** Pure. */
export const isDenied = (address: string): boolean => denied.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

/** Raises AddressDeniedError for a URL that names such an address itself: no name is looked up then. */
export const refuseDenied = (url: string): void => {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && isDenied(host)) throw new AddressDeniedError(host);
};

/** Looks a name up once: the connection goes to an address that was checked, whatever the name resolves to next. */
export const checkedLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, []);
    const allowed = addresses.filter(({ address }) => !isDenied(address));
    const [first] = allowed;
    if (first === undefined) return callback(new AddressDeniedError(hostname), []);
    if (options.all === true) callback(null, allowed);
    else callback(null, first.address, first.family);
  });
};
