import { readFile, writeFile } from 'node:fs/promises';
import { seededRandom } from '../random.ts';
import { isReported, judge, type RejectionReason } from '../rules.ts';
import type { Drop } from './drop.ts';

type Fault = RejectionReason | 'repeated_line' | 'unknown_airport';

/** How many lines of a dirty drop have which fault: exactly so many more than in the clean drop of the same day. */
export const dirtyLines: Readonly<Record<Fault, number>> = {
  ragged_line: 25,
  bad_date: 40,
  wrong_day: 12,
  bad_delay: 30,
  bad_distance: 35,
  bad_airport_code: 20,
  repeated_line: 50,
  unknown_airport: 15,
};

const spoil: Readonly<Record<Fault, (line: string, nextDay: string) => readonly string[]>> = {
  ragged_line: (line) => [line.slice(0, line.lastIndexOf(','))],
  bad_date: (line) => [withField(line, 0, (date) => date.replace(/-(\d\d)T/, '-32T'))],
  wrong_day: (line, nextDay) => [withField(line, 0, (date) => nextDay + date.slice(10))],
  bad_delay: (line) => [withField(line, 1, () => 'NA')],
  bad_distance: (line) => [withField(line, 2, (distance) => `-${distance}`)],
  bad_airport_code: (line) => [withField(line, 3, (code) => `K${code}`)],
  repeated_line: (line) => [line, line],
  unknown_airport: (line) => [withField(line, 4, () => 'QQQ')],
};

/** Writes a copy of a clean drop with {@link dirtyLines} faults to `path`. The same seed spoils the same lines. */
export const dirtyDropOf = async (clean: Drop, path: string, seed: number): Promise<Drop> => {
  const [header = '', ...lines] = (await readFile(clean.path, 'utf8')).trimEnd().split('\n');
  const faults = assignFaults(lines, clean.day, seed);
  const nextDay = new Date(Date.parse(clean.day) + 86_400_000).toISOString().slice(0, 10);
  const spoiled = lines.flatMap((line, index) => {
    const fault = faults.get(index);
    return fault === undefined ? [line] : spoil[fault](line, nextDay);
  });
  await writeFile(path, `${[header, ...spoiled].join('\n')}\n`);
  return { day: clean.day, path };
};

/** Which line (by index) gets which fault. Only lines that would have been loaded are spoiled, so that counts stay exact. */
const assignFaults = (lines: readonly string[], day: string, seed: number): ReadonlyMap<number, Fault> => {
  const free = loadedLines(lines, day);
  const random = seededRandom(seed);
  const faults = Object.entries(dirtyLines) as [Fault, number][];
  return new Map(
    faults.flatMap(([fault, count]) =>
      Array.from({ length: count }, (): [number, Fault] => {
        const [index = 0] = free.splice(Math.floor(random() * free.length), 1);
        return [index, fault];
      }),
    ),
  );
};

const loadedLines = (lines: readonly string[], day: string): number[] => {
  const occurrences = Map.groupBy(lines.keys(), (index) => lines[index]);
  return [...lines.entries()].flatMap(([index, line]) => {
    const verdict = judge(line.split(','), day);
    const isLoaded = 'flight' in verdict && isReported(verdict.flight) && occurrences.get(line)?.length === 1;
    return isLoaded ? [index] : [];
  });
};

const withField = (line: string, index: number, change: (field: string) => string): string =>
  line
    .split(',')
    .map((field, position) => (position === index ? change(field) : field))
    .join();
