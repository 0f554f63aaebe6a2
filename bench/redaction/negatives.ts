import { base62, digits, hex, inSentence, type LabelledText, letters, pick, type Random } from './texts.ts';

type Make = (random: Random) => string;

const uuid: Make = (r) => `${hex(r, 8)}-${hex(r, 4)}-4${hex(r, 3)}-a${hex(r, 3)}-${hex(r, 12)}`;
const time: Make = (r) =>
  `2026-${10 + r(3)}-${10 + r(18)}T${10 + r(14)}:${10 + r(50)}:${10 + r(50)}.${digits(r, pick(r, [3, 6, 9]))}${pick(r, ['Z', '+01:00', '+0530'])}`;

/** What logs of pipelines are full of, and looks like what is redacted. */
export const innocent: Readonly<Record<string, Make>> = {
  'run id': (r) =>
    pick(r, [uuid(r), `run-${digits(r, 8)}`, `manual__2026-11-${10 + r(20)}T00:00:00+00:00`, hex(r, 32)]),
  uuid,
  count: (r) => `${digits(r, 1 + r(12))} rows`,
  'count of 16 digits': (r) => `${1 + r(9)}${digits(r, 15)}`,
  'count with separators': (r) => `${1 + r(999)},${digits(r, 3)},${digits(r, 3)},${digits(r, 3)}`,
  time,
  'unix time': (r) => `17${digits(r, pick(r, [8, 11, 14, 17]))}`,
  sha: (r) => hex(r, pick(r, [7, 40, 64])),
  'trace and span': (r) => `00-${hex(r, 32)}-${hex(r, 16)}-01`,
  ipv4: (r) => `${1 + r(223)}.${r(256)}.${r(256)}.${r(256)}:${1024 + r(60_000)}`,
  ipv6: (r) => `2001:db8:${hex(r, 4)}:${hex(r, 4)}::${hex(r, 4)}`,
  version: (r) =>
    pick(r, [
      `v${r(20)}.${r(30)}.${r(9)}`,
      `lodash@${r(5)}.${r(20)}.${r(20)}`,
      `@scope/pkg@1.${r(9)}.0-beta.rc`,
      `4.1.${r(99)}-SNAPSHOT`,
    ]),
  'file name': (r) =>
    pick(r, [
      `orders_2026-11-${10 + r(19)}_${digits(r, 6)}.csv`,
      `icon@2x.png`,
      `part-${digits(r, 5)}-${uuid(r)}.c000.snappy.parquet`,
      `/data/in/${digits(r, 8)}/flights.json.gz`,
    ]),
  'id like an IBAN': (r) => `${letters(r, 2, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')}${digits(r, 2)}${digits(r, 12 + r(10))}`,
  decimal: (r) => `${r(100)}.${digits(r, 16)}`,
  'order number': (r) =>
    pick(r, [
      `ORD-${digits(r, 4)}-${digits(r, 6)}`,
      `INV${digits(r, 9)}`,
      `${digits(r, 9)}`,
      `SKU ${digits(r, 3)}-${digits(r, 5)}`,
    ]),
  address: (r) =>
    pick(r, [
      `https://api.example.com:8443/v1/runs/${uuid(r)}?page=${r(90)}`,
      `s3://bucket/${digits(r, 8)}/x.parquet`,
      'git@github.com:org/repo.git',
      'https://user@host.example.com/path',
    ]),
  'stack line': (r) => `at load (/app/node_modules/pg@8.${r(20)}.1/lib/client.js:${r(900)}:${r(90)})`,
  'signed number': (r) => pick(r, [`+${digits(r, 1 + r(8))}`, `-${digits(r, 12)}`, `+${r(99)}.${r(9)} %`]),
  'words of secrets': (r) =>
    pick(r, [
      'password reset requested',
      'token expired',
      'secret store is empty',
      'password: ***',
      'api_key=null',
      `token count: ${digits(r, 4)}`,
      `next_token=${r(9000)}`,
      'Basic authentication is off',
      'bearer of the news',
      `tokens=${digits(r, 5)}`,
    ]),
  base64: (r) => `${letters(r, 24 + r(40), base62)}==`,
  'map position': (r) => `${r(90)}.${digits(r, 6)}, -${r(180)}.${digits(r, 6)}`,
};

/** 2,000 by default, each kind as often as the others. */
export const negatives = (random: Random, count = 2_000): LabelledText[] => {
  const kinds = Object.entries(innocent);
  return Array.from({ length: count }, (_, at) => {
    const [kind, make] = kinds[at % kinds.length] as [string, Make];
    return { rule: undefined, kind, text: inSentence(random, make(random)) };
  });
};
