import { checksums } from '../../packages/model/src/redaction/checksum.ts';
import { ibanLengthOf } from '../../packages/model/src/redaction/iban-lengths.ts';
import { base62, digits, hex, inSentence, type LabelledText, letters, pick, type Random } from './texts.ts';

type Make = (random: Random) => string;

/** Tries until a checksum holds: not by the formula that is measured, which only judges. */
const until = (random: Random, make: Make, holds: (text: string) => boolean): string => {
  for (;;) {
    const text = make(random);
    if (holds(text)) return text;
  }
};

const spaced = (text: string, by: number, separator: string): string =>
  (text.match(new RegExp(`.{1,${by}}`, 'gu')) ?? []).join(separator);

const first = ['anna', 'jan.de.vries', 'm.müller', 'j+orders', 'o_neil', 'sofia-rossi', 'li.wei2'];
const domains = ['example.com', 'mail.example.org', 'firma.de', 'uni-köln.de', 'sub.domain.co.uk', 'company.io'];

const iban: Make = (random) => {
  const country = pick(random, ['DE', 'NL', 'FR', 'ES', 'GB', 'BE', 'IT', 'PL', 'AT', 'NO', 'CH']);
  const rest = (ibanLengthOf.get(country) ?? 20) - 4;
  const bank = ['NL', 'GB'].includes(country) ? letters(random, 4).toUpperCase() : '';
  const account = bank + digits(random, rest - bank.length);
  const text = until(random, (again) => country + digits(again, 2) + account, checksums.iban);
  return random(2) === 0 ? text : spaced(text, 4, ' ');
};

const card: Make = (random) => {
  const kinds = [
    ['4', 16],
    ['51', 16],
    ['55', 16],
    ['2221', 16],
    ['34', 15],
    ['37', 15],
    ['6011', 16],
    ['3528', 16],
  ] as const;
  const [prefix, length] = pick(random, kinds);
  const text = until(random, (again) => prefix + digits(again, length - prefix.length), checksums.luhn);
  return length === 15 || random(2) === 0 ? text : spaced(text, 4, pick(random, [' ', '-']));
};

const national: readonly (readonly [rule: string, make: Make])[] = [
  ['us-ssn', (r) => `${100 + r(500)}-${10 + r(89)}-${1000 + r(8999)}`],
  ['uk-nino', (r) => `${pick(r, ['AB', 'CE', 'JG', 'SW'])}${digits(r, 6)}${pick(r, ['A', 'B', 'C', 'D'])}`],
  ['de-tax-id', (r) => until(r, (again) => `${1 + again(9)}${digits(again, 10)}`, checksums.germanTaxId)],
  ['nl-bsn', (r) => `bsn: ${until(r, (again) => `${1 + again(9)}${digits(again, 8)}`, checksums.bsn)}`],
  [
    'pl-pesel',
    (r) => until(r, (again) => `${digits(again, 2)}0${1 + again(9)}1${again(10)}${digits(again, 5)}`, checksums.pesel),
  ],
  [
    'es-dni',
    (r) => until(r, (again) => digits(again, 8) + letters(again, 1, 'TRWAGMYFPDXBNJZSQVHLCKE'), checksums.dni),
  ],
  [
    'fr-nir',
    (r) =>
      until(
        r,
        (again) =>
          `${1 + again(2)}${digits(again, 2)}0${1 + again(9)}${10 + again(80)}${digits(again, 6)}${digits(again, 2)}`,
        checksums.nir,
      ),
  ],
  [
    'it-codice-fiscale',
    (r) =>
      until(
        r,
        (again) =>
          `${letters(again, 6).toUpperCase()}${digits(again, 2)}${pick(again, ['A', 'C', 'H', 'T'])}${10 + again(20)}${letters(again, 1).toUpperCase()}${digits(again, 3)}${letters(again, 1).toUpperCase()}`,
        checksums.codiceFiscale,
      ),
  ],
];

const secrets: readonly (readonly [rule: string, make: Make])[] = [
  ['token', (r) => `Bearer ${letters(r, 30, base62)}`],
  ['token', (r) => `ghp_${letters(r, 36, base62)}`],
  ['token', (r) => `sg_ingest_${letters(r, 38, base62)}`],
  ['token', (r) => `glpat-${letters(r, 20, base62)}`],
  ['key', (r) => `AKIA${letters(r, 16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`],
  ['key', (r) => `sk_live_${letters(r, 24, base62)}`],
  ['key', (r) => `AIza${letters(r, 35, base62)}`],
  ['key', (r) => `api_key=${hex(r, 32)}`],
  ['jwt', (r) => `eyJ${letters(r, 20, base62)}.eyJ${letters(r, 40, base62)}.${letters(r, 43, base62)}`],
  ['url-password', (r) => `postgres://loader:${letters(r, 12, base62)}@db.internal:5432/orders`],
  ['password', (r) => `password=${letters(r, 10, `${base62}!%`)}`],
  ['password', (r) => `client_secret: ${letters(r, 24, base62)}`],
  ['private-key', (r) => `-----BEGIN RSA PRIVATE KEY-----\\n${letters(r, 64, base62)}\\n-----END RSA PRIVATE KEY-----`],
];

const phones: readonly Make[] = [
  (r) => `+49 ${30 + r(60)} ${digits(r, 7)}`,
  (r) => `+1 ${2 + r(8)}${digits(r, 2)} ${2 + r(8)}${digits(r, 2)} ${digits(r, 4)}`,
  (r) => `+44 20 ${digits(r, 4)} ${digits(r, 4)}`,
  (r) => `+33${1 + r(9)}${digits(r, 8)}`,
  (r) => `(${2 + r(8)}${digits(r, 2)}) ${2 + r(8)}${digits(r, 2)}-${digits(r, 4)}`,
  (r) => `phone: 0${30 + r(60)} ${digits(r, 7)}`,
];

/** 200 by default: mail, phone, IBAN and card 30 each, national ids 40, secrets 40. */
export const positives = (random: Random, scale = 1): LabelledText[] => {
  const of = (
    kind: string,
    count: number,
    make: (random: Random, at: number) => readonly [rule: string, text: string],
  ) =>
    Array.from({ length: count * scale }, (_, at) => {
      const [rule, thing] = make(random, at);
      return { rule, kind, text: inSentence(random, thing) };
    });
  const table = (list: readonly (readonly [string, Make])[]) => (own: Random, at: number) => {
    const [rule, make] = list[at % list.length] as readonly [string, Make];
    return [rule, make(own)] as const;
  };
  return [
    ...of('mail', 30, (r) => ['mail', `${pick(r, first)}@${pick(r, domains)}`]),
    ...of('phone', 30, (r, at) => ['phone', (phones[at % phones.length] as Make)(r)]),
    ...of('iban', 30, (r) => ['iban', iban(r)]),
    ...of('card', 30, (r) => ['card', card(r)]),
    ...of('national id', 40, table(national)),
    ...of('secret', 40, table(secrets)),
  ];
};
