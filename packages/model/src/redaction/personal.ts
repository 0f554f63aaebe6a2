import { ibanLengths } from './iban-lengths.ts';
import { anyCase, hintOf, namesNumber, otherLetters, type RedactionRule } from './rule.ts';

/** What people write between groups of digits: a blank, one that does not break, a dash. */
const between = ' \u{A0}\u{202F}-';

const ibanCountries = (countries: string): string => countries.toLowerCase().split(' ').map(anyCase).join('|');
const ibanForms = Object.entries(ibanLengths).map(
  ([length, countries]) => `(?:${ibanCountries(countries)})[0-9]{2}(?:[${between}]?[A-Za-z0-9]){${Number(length) - 4}}`,
);
const ibanHint = String.raw`\b(?:${ibanCountries(Object.values(ibanLengths).join(' '))})[0-9]{2}(?:[${between}]?[A-Za-z0-9]){11}`;

/** Country codes of E.164; of the North American plan the area and the exchange begin with 2 to 9. */
const e164 =
  '^(?:\\+|00)(?:1[2-9][0-9]{2}[2-9][0-9]{6}|7[0-9]{10}|(?:2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])[0-9]{7,12}|(?:2[1-69][0-9]|3[578][0-9]|42[013]|5[09][0-9]|6[789][0-9]|8[0578][0-9]|9[679][0-9])[0-9]{6,11})$';

const phoneName = anyCase(
  '(?:phone|tel|telephone|telefon|telefono|mobile|mobil|handy|fax|cell|whatsapp|msisdn)(?:[ _-]?(?:number|nummer|nr|no))?',
);

/** Numbers of cards by their issuer: Visa, Mastercard, American Express, Diners, Discover, JCB, UnionPay, Maestro. */
const cardNumbers =
  '^(?:4[0-9]{15}|5[1-5][0-9]{14}|2(?:22[1-9]|2[3-9][0-9]|[3-6][0-9]{2}|7[01][0-9]|720)[0-9]{12}|3[47][0-9]{13}|3(?:0[0-5]|[689][0-9])[0-9]{11}|6(?:011|5[0-9]{2}|4[4-9][0-9])[0-9]{12}|35(?:2[89]|[3-8][0-9])[0-9]{12}|62[0-9]{14,17}|(?:50(?:18|20|38)|6304|6759|676[1-3])[0-9]{8,15})$';

/** As it stands, and as addresses and JSON write it. */
const at = String.raw`(?:@|%40|\\u0040)`;

/** Endings of files that no domain has. */
const fileEnding = String.raw`\.(?:png|jpe?g|gif|svg|webp|ico|css|scss|m?js|cjs|[jt]sx|json|jsonl|csv|tsv|txt|xml|ya?ml|html?|log|gz|tar|parquet|avro|pdf|jar|dll|exe|xlsx?|service|timer|slice)$`;

/** What is about people and their money. */
export const personalRules: readonly RedactionRule[] = [
  {
    id: 'iban',
    finds: 'IBAN',
    forms: [{ secret: String.raw`\b(?:${ibanForms.join('|')})\b`, hint: ibanHint }],
    checksum: 'iban',
  },
  {
    id: 'card',
    finds: 'Number of a payment card',
    forms: [
      {
        secret: String.raw`\b(?:[2-6][0-9]{3}(?:[.${between}][0-9]{4}){3}|3[47][0-9]{2}[${between}][0-9]{6}[${between}][0-9]{5}|3[0689][0-9]{2}[${between}][0-9]{6}[${between}][0-9]{4}|[2-6][0-9]{11,18})\b`,
        must: cardNumbers,
      },
    ],
    checksum: 'luhn',
  },
  {
    id: 'phone',
    finds: 'Phone number',
    forms: [
      { secret: String.raw`\B\+1[ .-]?(?:[2-9][0-9]{2}|\([2-9][0-9]{2}\))[ .-]?[2-9][0-9]{2}[ .-]?[0-9]{4}\b` },
      { secret: String.raw`\B\+[1-9][0-9]{0,3}(?: ?\([0-9]{1,5}\))?(?:[ ./-]?[0-9]){4,14}\b`, must: e164 },
      {
        secret: String.raw`\b00[1-9][0-9]{1,2}[ /-](?:[ ./-]?[0-9]){6,12}\b`,
        must: e164,
      },
      { secret: String.raw`\B\([2-9][0-9]{2}\) ?[2-9][0-9]{2}-[0-9]{4}\b` },
      { secret: String.raw`\b[2-9][0-9]{2}[.-][2-9][0-9]{2}[.-][0-9]{4}\b` },
      {
        before: `${phoneName}${namesNumber}`,
        secret: String.raw`\(?[0-9]{2,5}\)?(?:[ ./-]{0,2}[0-9]){4,12}\b`,
        hint: hintOf(phoneName),
      },
    ],
    unless: '^[0-9]{4}-[0-9]{2}-[0-9]{2}',
  },
  {
    id: 'mail',
    finds: 'Mail address',
    forms: [
      {
        secret: `[A-Za-z0-9_${otherLetters}][A-Za-z0-9._%+${otherLetters}-]{0,63}${at}[A-Za-z0-9${otherLetters}][A-Za-z0-9.${otherLetters}-]*\\.(?:[A-Za-z]{2,24}|[${otherLetters}]{2,24})`,
        hint: `${at}[A-Za-z0-9${otherLetters}][A-Za-z0-9.${otherLetters}-]*\\.[A-Za-z${otherLetters}]{2}`,
      },
    ],
    unless: `${at}v?[0-9]+\\.[0-9]|${fileEnding}`,
  },
];
