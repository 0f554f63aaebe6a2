const words: readonly (readonly [RegExp, (address: string) => string])[] = [
  [/getaddrinfo (?:ENOTFOUND|ENODATA) (\S+)/, (host) => `DNS does not know ${host}`],
  [/getaddrinfo EAI_AGAIN (\S+)/, (host) => `the DNS server did not answer for ${host}`],
  [/connect ECONNREFUSED (\S+)/, (address) => `nothing listens at ${address}`],
  [/connect (?:EHOSTUNREACH|ENETUNREACH) (\S+)/, (address) => `there is no route to ${address}`],
  [/connect ETIMEDOUT (\S+)/, (address) => `${address} did not answer`],
];

/** The message of a failed connection, with what Node says of the network in words. */
export const networkWords = (message: string): string => {
  for (const [pattern, write] of words) {
    const [raw, address = ''] = pattern.exec(message) ?? [];
    if (raw !== undefined) return message.replace(raw, write(address));
  }
  return message;
};
