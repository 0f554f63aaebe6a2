import { type ChecksumKind, checksumWeights, dniLetters, ibanLengthOf, oddValues } from '@sightglass/model/redaction';
import { quote } from '../literal.ts';

type Sql = (text: string) => string;

const digits: Sql = (text) => `arrayMap(c -> toInt64(ascii(c)) - 48, extractAll(${text}, '.'))`;
const codes: Sql = (text) => `arrayMap(c -> toInt64(ascii(c)), extractAll(${text}, '.'))`;

const weighted =
  (weights: readonly number[], modulo: number): Sql =>
  (text) =>
    `arraySum(arrayMap((d, w) -> d * w, arrayResize(${digits(text)}, ${weights.length}, 0), [${weights.map((weight) => `toInt64(${weight})`).join(', ')}])) % ${modulo} = 0`;

/** Digits of a number with `X` as 0, `Y` as 1 and `Z` as 2. */
const dniNumber: Sql = (text) => `toUInt64OrZero(translate(substring(${text}, 1, 8), 'XYZ', '012'))`;

const nirNumber: Sql = (text) =>
  `toUInt64OrZero(replaceOne(replaceOne(substring(${text}, 1, 13), '2A', '19'), '2B', '18'))`;

const characterValue = 'if(v >= 65, v - 65, v - 48)';

/** The SQL forms of `checksums`: whether the checksum of a bare secret holds. None raises, whatever the text. */
export const checksumSql: Readonly<Record<ChecksumKind, Sql>> = {
  luhn: (text) =>
    `arraySum((c, at) -> if(at % 2 = 1, toUInt8OrZero(c), [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][1 + toUInt8OrZero(c)]), arrayReverse(extractAll(${text}, '.')), arrayEnumerate(extractAll(${text}, '.'))) % 10 = 0`,
  iban: (text) =>
    `transform(substring(${text}, 1, 2), [${[...ibanLengthOf.keys()].map(quote).join(', ')}], [${[...ibanLengthOf.values()].join(', ')}], 0) = length(${text}) AND arrayFold((rest, code) -> toInt64(if(code >= 65, rest * 100 + code - 55, rest * 10 + code - 48) % 97), ${codes(`concat(substring(${text}, 5), substring(${text}, 1, 4))`)}, toInt64(0)) = 1`,
  germanTaxId: (text) => {
    const first = digits(`substring(${text}, 1, 10)`);
    const product = `arrayFold((before, d) -> toInt64((if((before + d) % 10 = 0, 10, (before + d) % 10) * 2) % 11), ${first}, toInt64(10))`;
    const most = `arrayMax(arrayMap(d -> countEqual(${first}, d), ${first}))`;
    return `(arrayUniq(${first}) = 9 OR (arrayUniq(${first}) = 8 AND ${most} = 3)) AND (11 - ${product}) % 10 = toInt64(ascii(substring(${text}, 11, 1))) - 48`;
  },
  bsn: weighted(checksumWeights.bsn, 11),
  pesel: weighted(checksumWeights.pesel, 10),
  dni: (text) => `substring(${quote(dniLetters)}, ${dniNumber(text)} % 23 + 1, 1) = substring(${text}, 9, 1)`,
  nir: (text) => `97 - toInt64(${nirNumber(text)} % 97) = toInt64(toUInt64OrZero(substring(${text}, 14)))`,
  codiceFiscale: (text) =>
    `toInt64(arraySum(arrayMap((v, at) -> if(at % 2 = 1, [${oddValues.join(', ')}][greatest(1, ${characterValue} + 1)], ${characterValue}), ${codes(`substring(${text}, 1, 15)`)}, arrayEnumerate(extractAll(substring(${text}, 1, 15), '.')))) % 26) + 65 = toInt64(ascii(substring(${text}, 16, 1)))`,
};
