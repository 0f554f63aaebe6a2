import { isIPv4, isIPv6 } from 'node:net';
import type { TextFormat } from '@sightglass/model/contract';
import { textFormats } from '@sightglass/model/contract/column-type';
import { nearest } from '@sightglass/model/search/nearest';
import { ContractError } from '../contract/contract-error.ts';

/** Whether a text is of a format. Raises ContractError when there is no such format. */
export const textFormat = (column: string, format: string): ((text: string) => boolean) => {
  const holds = formats[format as TextFormat];
  if (holds !== undefined) return holds;
  const near = nearest(format, textFormats);
  throw new ContractError(
    `column "${column}": format "${format}" of a text is not known. ` +
      (near === undefined
        ? `Use one of ${textFormats.join(', ')}; dates and times need their type`
        : `Did you mean "${near}"?`),
  );
};

/** A name of a host, which may be of any script; RFC 1123 and 5890. */
const isHostname = (text: string): boolean =>
  text.length <= 253 &&
  /^(?!-)[\p{L}\p{N}-]{1,63}(?<!-)(?:\.(?!-)[\p{L}\p{N}-]{1,63}(?<!-))*$/u.test(text) &&
  !/\.\d+$/u.test(text);

/** What mail programs accept: RFC 5321 without comments and quoted names, at a host with a domain. */
const isEmail = (text: string): boolean => {
  const at = text.lastIndexOf('@');
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  return (
    at > 0 &&
    Buffer.byteLength(local) <= 64 &&
    text.length <= 254 &&
    /^[\w!#$%&'*+/=?^`{|}~\-\u0080-\uffff]+(?:\.[\w!#$%&'*+/=?^`{|}~\-\u0080-\uffff]+)*$/u.test(local) &&
    !/\s/u.test(local) &&
    domain.includes('.') &&
    isHostname(domain)
  );
};

/** RFC 3986: with a scheme, and with every other sign escaped; of the web and of file servers also a host. */
const isUri = (text: string): boolean => {
  const scheme = /^([a-z][a-z\d+.-]*):/iu.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined || !/^(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[\da-f]{2})+$/iu.test(text)) return false;
  if (text.length === scheme.length + 1 || text.indexOf('#') !== text.lastIndexOf('#')) return false;
  return hosted.has(scheme) ? /^[a-z]+:\/\/[^/?#]/iu.test(text) && URL.canParse(text) : true;
};
const hosted = new Set(['http', 'https', 'ftp', 'ws', 'wss']);

const formats: Readonly<Record<TextFormat, (text: string) => boolean>> = {
  email: isEmail,
  uri: isUri,
  hostname: isHostname,
  ipv4: isIPv4,
  ipv6: isIPv6,
};
