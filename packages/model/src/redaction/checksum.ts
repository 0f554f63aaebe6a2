import { ibanLengthOf } from './iban-lengths.ts';

/** The checksums by which a number shows that it is one; the SQL forms of them stand beside the insert of a segment. */
export const checksums = {
  luhn: (text: string): boolean =>
    digitsOf(text)
      .reverse()
      .reduce((sum, digit, at) => sum + (at % 2 === 0 ? digit : doubled(digit)), 0) %
      10 ===
    0,
  /** The length of its country, and ISO 7064 mod 97-10 with the first four characters at the end (ISO 13616). */
  iban: (text: string): boolean =>
    ibanLengthOf.get(text.slice(0, 2)) === text.length &&
    codesOf(text.slice(4) + text.slice(0, 4)).reduce(
      (rest, code) => (code >= codeOfA ? rest * 100 + code - codeOfA + 10 : rest * 10 + code - codeOf0) % 97,
      0,
    ) === 1,
  /** ISO 7064 mod 11,10; of the first ten digits one stands twice or three times, the others at most once (German tax id). */
  germanTaxId: (text: string): boolean => {
    const digits = digitsOf(text);
    const first = digits.slice(0, 10);
    const product = first.reduce((before, digit) => (((before + digit) % 10 || 10) * 2) % 11, 10);
    return hasOneRepeat(first) && (11 - product) % 10 === digits[10];
  },
  bsn: (text: string): boolean => weighted(text, checksumWeights.bsn) % 11 === 0,
  pesel: (text: string): boolean => weighted(text, checksumWeights.pesel) % 10 === 0,
  /** Spanish DNI, and NIE, where X, Y and Z stand for 0, 1 and 2. */
  dni: (text: string): boolean => {
    const number = Number(text.slice(0, 8).replace('X', '0').replace('Y', '1').replace('Z', '2'));
    return dniLetters.charAt(number % 23) === text.charAt(8);
  },
  /** French NIR; departments 2A and 2B of Corsica count as 19 and 18. */
  nir: (text: string): boolean => 97 - Number(BigInt(corsican(text.slice(0, 13))) % 97n) === Number(text.slice(13)),
  /** Italian codice fiscale (decree of 23 December 1976). */
  codiceFiscale: (text: string): boolean => {
    const sum = codesOf(text.slice(0, 15)).reduce((before, code, at) => {
      const value = code >= codeOfA ? code - codeOfA : code - codeOf0;
      return before + (at % 2 === 0 ? (oddValues[value] ?? 0) : value);
    }, 0);
    return String.fromCodePoint(codeOfA + (sum % 26)) === text.charAt(15);
  },
} as const;
export type ChecksumKind = keyof typeof checksums;

export const checksumWeights = {
  bsn: [9, 8, 7, 6, 5, 4, 3, 2, -1],
  pesel: [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1],
} as const;
export const dniLetters = 'TRWAGMYFPDXBNJZSQVHLCKE';
/** What a letter or digit counts at an odd place of a codice fiscale, A and 0 first. */
export const oddValues = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
] as const;

const codeOf0 = 48;
const codeOfA = 65;

const codesOf = (text: string): number[] => Array.from(text, (character) => character.codePointAt(0) ?? 0);
const digitsOf = (text: string): number[] => codesOf(text).map((code) => code - codeOf0);
const doubled = (digit: number): number => (digit > 4 ? 2 * digit - 9 : 2 * digit);

const weighted = (text: string, weights: readonly number[]): number => {
  const digits = digitsOf(text);
  return weights.reduce((sum, weight, at) => sum + weight * (digits[at] ?? 0), 0);
};

const hasOneRepeat = (digits: readonly number[]): boolean => {
  const different = new Set(digits).size;
  const most = Math.max(...digits.map((digit) => digits.filter((other) => other === digit).length));
  return different === 9 || (different === 8 && most === 3);
};

const corsican = (text: string): string => text.replace('2A', '19').replace('2B', '18');
