import type { Encoding } from '@sightglass/model/contract';

type Decoder = Pick<InstanceType<typeof TextDecoder>, 'decode'>;

/** Windows-1252 has no character for these. */
const undefinedWestern = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);
export const isUndefinedWestern = (byte: number): boolean => undefinedWestern.has(byte);
const longestWesternRun = 3;

/** Whether bytes beyond ASCII are as in Western texts: characters, few of them in a row. */
export const isWestern = (head: Uint8Array): boolean => {
  let [short, long, run] = [0, 0, 0];
  for (let at = 0; at <= head.length; at += 1) {
    const byte = head[at] ?? 0;
    if (undefinedWestern.has(byte)) return false;
    if (byte >= 128) run += 1;
    else {
      if (run > longestWesternRun) long += run;
      else short += run;
      run = 0;
    }
  }
  return short >= long;
};

/** Words of Cyrillic letters have capitals in front or all through; read in another encoding, anywhere. */
const cyrillic = /(?<![А-яЁё])(?:[А-ЯЁ]?[а-яё]+|[А-ЯЁ]{2,})(?![А-яЁё])/gu;

/** Encodings, with what most of the characters beyond ASCII are when a text is in them. */
const scripts: readonly (readonly [Encoding, RegExp])[] = [
  ['shift_jis', /[\p{Script=Han}\p{Script=Hiragana}\u30a0-\u30ff\u3000-\u303f]/gu],
  ['euc-kr', /\p{Script=Hangul}/gu],
  ['euc-jp', /[\p{Script=Hiragana}\u30a0-\u30ff]/gu],
  ['gb18030', /[\u4e00-\u9fa5\u3000-\u303f\uff00-\uffef]/gu],
  ['big5', /[\p{Script=Han}\u3000-\u303f]/gu],
  ['windows-1251', cyrillic],
  ['koi8-r', cyrillic],
  ['ibm866', cyrillic],
  ['windows-1253', /\p{Script=Greek}/gu],
  ['windows-1255', /\p{Script=Hebrew}/gu],
  ['windows-1256', /\p{Script=Arabic}/gu],
  ['windows-874', /\p{Script=Thai}/gu],
  ['latin1', /[\p{Script=Latin}€„“”‚‘’–—§°²³µ·ª«»®©¿¡\u00a0]/gu],
  ['windows-1250', /[\p{Script=Latin}„“”–€]/gu],
  ['macintosh', /[\p{Script=Latin}“”’–—]/gu],
];
/** First bytes of the characters that Chinese texts mostly consist of. */
const usualLeads: Partial<Record<Encoding, readonly [number, number]>> = {
  gb18030: [0xb0, 0xd7],
  big5: [0xa1, 0xc6],
};
const leastShare = 0.7;
const mostLikely = 3;

/** The encodings in which the text makes most sense, best first. */
export const likelyEncodings = (head: Buffer, decoderOf: (encoding: Encoding) => Decoder): Encoding[] => {
  const lineEnd = head.lastIndexOf(10);
  const whole = lineEnd === -1 ? head : head.subarray(0, lineEnd);
  return scripts
    .map(([encoding, own]) => {
      const leads = usualLeads[encoding];
      const share = shareOf(whole, decoderOf(encoding), own);
      return { encoding, share: leads === undefined ? share : share * usualShare(whole, leads) };
    })
    .filter(({ share }) => share >= leastShare)
    .toSorted((one, other) => other.share - one.share)
    .slice(0, mostLikely)
    .map(({ encoding }) => encoding);
};

const foreignSign = /[^\0-\x7f]/gu;

const shareOf = (bytes: Buffer, decoder: Decoder, own: RegExp): number => {
  try {
    const text = decoder.decode(bytes);
    if (/[\x80-\x9f]/u.test(text)) return 0;
    const foreign = text.match(foreignSign)?.length ?? 0;
    const fitting = (text.match(own) ?? []).join('').match(foreignSign)?.length ?? 0;
    return foreign === 0 ? 0 : fitting / foreign;
  } catch {
    return 0;
  }
};

/** Of characters of two bytes, those that begin with a usual one. */
const usualShare = (bytes: Buffer, [least, most]: readonly [number, number]): number => {
  let [all, usual] = [0, 0];
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]!;
    if (byte < 0x81) continue;
    all += 1;
    if (byte >= least && byte <= most) usual += 1;
    at += 1;
  }
  return all === 0 ? 0 : usual / all;
};
