import { anyCase, hintOf, namesNumber, type RedactionRule } from './rule.ts';

const ssnName = anyCase('(?:ssn|social[ _-]?security(?:[ _-]?(?:number|no))?)');
const bsnName = anyCase('(?:bsn|burgerservicenummer|sofi(?:nummer)?)(?:[ _-]?(?:nummer|nr|number))?');

/** Numbers by which a state knows people. Where the form alone would find too much, a name before it or the key of the attribute is needed. */
export const nationalIds: readonly RedactionRule[] = [
  {
    id: 'us-ssn',
    finds: 'US social security number',
    country: 'us',
    forms: [
      { secret: String.raw`\b[0-9]{3}-[0-9]{2}-[0-9]{4}\b` },
      {
        before: String.raw`${ssnName}${namesNumber}`,
        secret: String.raw`[0-9]{3} ?[0-9]{2} ?[0-9]{4}\b`,
        hint: hintOf(ssnName),
      },
    ],
    unless: '^(?:000|666|9)|^[0-9]{3}[ -]?00|0000$',
  },
  {
    id: 'uk-nino',
    finds: 'UK National Insurance number',
    country: 'uk',
    forms: [{ secret: String.raw`\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]\b` }],
    unless: '^(?:BG|GB|NK|KN|TN|NT|ZZ)',
  },
  {
    id: 'de-tax-id',
    finds: 'German tax id',
    country: 'de',
    forms: [{ secret: String.raw`\b[1-9][0-9](?:[0-9]{9}| [0-9]{3} [0-9]{3} [0-9]{3})\b` }],
    checksum: 'germanTaxId',
  },
  {
    id: 'fr-nir',
    finds: 'French social security number',
    country: 'fr',
    forms: [
      {
        secret: String.raw`\b[12378] ?[0-9]{2} ?[0-9]{2} ?(?:[0-9]{2}|2[AB]) ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}\b`,
        must: '^[0-9]{3}(?:0[1-9]|1[0-2]|[2-9][0-9])',
      },
    ],
    checksum: 'nir',
  },
  {
    id: 'nl-bsn',
    finds: 'Dutch citizen service number',
    country: 'nl',
    forms: [
      {
        before: String.raw`${bsnName}${namesNumber}`,
        secret: String.raw`[0-9]{4}[. ]?[0-9]{2}[. ]?[0-9]{3}\b`,
        hint: hintOf(bsnName),
      },
    ],
    unless: '^0000',
    checksum: 'bsn',
  },
  {
    id: 'pl-pesel',
    finds: 'Polish PESEL',
    country: 'pl',
    forms: [
      {
        secret: String.raw`\b[0-9]{11}\b`,
        must: '^[0-9]{2}(?:[02468][1-9]|[13579][0-2])(?:0[1-9]|[12][0-9]|3[01])',
      },
    ],
    checksum: 'pesel',
  },
  {
    id: 'es-dni',
    finds: 'Spanish DNI or NIE',
    country: 'es',
    forms: [{ secret: String.raw`\b(?:[0-9]{8}|[XYZ]-?[0-9]{7})-?[A-HJ-NP-TV-Z]\b` }],
    checksum: 'dni',
  },
  {
    id: 'it-codice-fiscale',
    finds: 'Italian codice fiscale',
    country: 'it',
    forms: [
      {
        secret: String.raw`\b[A-Z]{6}[0-9LMNP-V]{2}[ABCDEHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]\b`,
      },
    ],
    checksum: 'codiceFiscale',
  },
];
