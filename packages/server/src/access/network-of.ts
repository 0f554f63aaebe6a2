import { isIPv6 } from 'node:net';

/** Of an IPv6 address its /64, in which one machine can have any number of addresses; others as they are. Pure. */
export const networkOf = (address: string): string => {
  if (!isIPv6(address) || address === '::1') return address;
  if (address.includes('.')) return address.replace(/^::ffff:(?=[\d.]+$)/i, '');
  const [before = '', after] = address.replace(/%.*$/, '').split('::');
  const [front, back] = [groupsOf(before), groupsOf(after ?? '')];
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => '0');
  const groups = [...front, ...zeros, ...back].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
};

const groupsOf = (text: string): string[] => (text === '' ? [] : text.split(':'));
