import { stripVTControlCharacters } from 'node:util';
import { beginsException, beginsTraceback } from './exception.ts';
import { parseObject } from './json-object.ts';
import { parsePlainLine } from './plain-line.ts';

export interface Line {
  readonly text: string;
  /** Bytes of the line that were too many to keep. */
  readonly omittedBytes: number;
  /** Drawn over what stood in the line before: a blank at its beginning does not indent it. */
  readonly isDrawn?: boolean;
  /** What was printed, with the redraws that `text` stands for; absent when that is `text`. */
  readonly printed?: string;
}

interface Part {
  /** Where it ends in the line. */
  readonly end: number;
  readonly text: string;
  readonly isDrawn: boolean;
  /** It is a record of its own, whatever is drawn over it. */
  readonly stands: boolean;
}

/** What a progress bar has before the text that a program prints behind it. A new kind of bar is a new row. */
const bars: readonly RegExp[] = [
  // tqdm: `load:  20%|##   | 2/10 [00:01<00:04,  2.00it/s]`
  /^[^|]{0,200}?\d{1,3}%\|[^|]{0,500}\|(?: *[\d.]+\w*\/[\d.]+\w* \[[^\]]{0,200}\])?/,
  // tqdm without a total: `20it [00:01, 20.00it/s]`
  /^[^[]{0,200}?\d[\d.]*\w* \[\d\d:\d\d[^\]]{0,200}\]/,
  // click, npm, apt: `load  [####----]   50%  00:00:04`
  /^[^[]{0,200}?\[[#=>.*\u2588 -]{2,500}\] *\d{1,3}%(?: +(?:\d+d )?\d\d:\d\d:\d\d)?/,
  // pip, rich: `━━━━━━ 1.2/3.4 MB 5.0 MB/s eta 0:00:01`
  /^[^\u2501\u2578]{0,200}[\u2501\u2578\u257A ]{2,500}(?: *\d{1,3}%| *[\d.]+\/[\d.]+ [kMG]?B(?: [\d.]+ [kMG]?B\/s)?)(?: eta)?(?: [\d-]+:[\d:-]+)?/,
];

/**
 * The records that a line makes whose cursor went back to its beginning (`\r`): each part that reads as a level, JSON or an
 * exception, and of redraws that follow each other the last. `isRedrawn`: one more follows.
 */
export const partsOfRedrawn = (line: string, omittedBytes: number, isRedrawn: boolean): Line[] => {
  const kept = shownParts(line).filter(({ stands }, index, all) => stands || (all[index + 1]?.stands ?? !isRedrawn));
  if (kept.length === 0) return isRedrawn ? [] : [{ text: '', omittedBytes }];
  return kept.map(({ end, text, isDrawn }, index): Line => {
    const isLast = index === kept.length - 1;
    const from = kept[index - 1]?.end ?? 0;
    const printed = line.slice(from, isLast ? line.length : end).replace(from === 0 ? '' : /^\r/, '');
    return { text, omittedBytes: isLast ? omittedBytes : 0, isDrawn, ...(printed !== text && { printed }) };
  });
};

/** The parts that show something. */
const shownParts = (line: string): Part[] => {
  const parts: Part[] = [];
  let start = 0;
  for (const part of line.split('\r')) {
    const text = withoutEscapes(part);
    if (text.trim() !== '') parts.push(...readPart(text, start + part.length, start > 0));
    start += part.length + 1;
  }
  return parts;
};

const readPart = (text: string, end: number, isDrawn: boolean): Part[] => {
  const shown = isDrawn ? text.trimStart() : text;
  if (standsAlone(shown)) return [{ end, text: shown, isDrawn, stands: true }];
  const rest = behindBar(text);
  if (rest === '' || !standsAlone(rest)) return [{ end, text, isDrawn, stands: false }];
  const bar = text.slice(0, text.length - rest.length);
  return [
    { end: end - rest.length, text: bar, isDrawn, stands: false },
    { end, text: rest, isDrawn: true, stands: true },
  ];
};

const behindBar = (text: string): string => {
  for (const bar of bars) {
    const match = bar.exec(text);
    if (match !== null) return text.slice(match[0].length).trimStart();
  }
  return '';
};

const standsAlone = (text: string): boolean =>
  parsePlainLine(text).severity !== undefined ||
  parseObject(text) !== undefined ||
  beginsTraceback(text) ||
  beginsException(text);

/** Without escape codes of terminals. */
export const withoutEscapes = (text: string): string =>
  text.includes('\u001b') || text.includes('\u009b') ? stripVTControlCharacters(text) : text;
