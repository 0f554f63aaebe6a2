import { readFile, writeFile } from 'node:fs/promises';
import { flightOf, isReported } from '../flight.ts';
import { seededRandom } from '../random.ts';
import type { Drop } from './drop.ts';

/** Lines of a dirty drop that break the contract, by the expectation they break: exactly so many more than in the clean drop. */
export const rejectedLines = {
  'row.width': 25,
  'date.type': 40,
  'date.max': 12,
  'delay.type': 30,
  'distance.min': 35,
  'origin.pattern': 20,
} as const;

/** Lines that keep the contract and are left out later. */
export const leftOutLines = { repeated_line: 50, unknown_airport: 15 } as const;

const faultyLines = { ...rejectedLines, ...leftOutLines };
type Fault = keyof typeof faultyLines;

const spoil: Readonly<Record<Fault, (line: string, nextDay: string) => readonly string[]>> = {
  'row.width': (line) => [line.slice(0, line.lastIndexOf(','))],
  'date.type': (line) => [withField(line, 0, (date) => date.replace(/-(\d\d)T/, '-32T'))],
  'date.max': (line, nextDay) => [withField(line, 0, (date) => nextDay + date.slice(10))],
  'delay.type': (line) => [withField(line, 1, () => 'NA')],
  'distance.min': (line) => [withField(line, 2, (distance) => `-${distance}`)],
  'origin.pattern': (line) => [withField(line, 3, (code) => `K${code}`)],
  repeated_line: (line) => [line, line],
  unknown_airport: (line) => [withField(line, 4, () => 'QQQ')],
};

/** Writes a copy of a clean drop with these faults to `path`. The same seed spoils the same lines. */
export const dirtyDropOf = async (clean: Drop, path: string, seed: number): Promise<Drop> => {
  const [header = '', ...lines] = (await readFile(clean.path, 'utf8')).trimEnd().split('\n');
  const faults = assignFaults(lines, seed);
  const nextDay = new Date(Date.parse(clean.day) + 86_400_000).toISOString().slice(0, 10);
  const spoiled = lines.flatMap((line, index) => {
    const fault = faults.get(index);
    return fault === undefined ? [line] : spoil[fault](line, nextDay);
  });
  await writeFile(path, `${[header, ...spoiled].join('\n')}\n`);
  return { day: clean.day, path };
};

/** Which line (by index) gets which fault. Only lines that would have been loaded are spoiled, so that counts stay exact. */
const assignFaults = (lines: readonly string[], seed: number): ReadonlyMap<number, Fault> => {
  const free = loadedLines(lines);
  const random = seededRandom(seed);
  const faults = Object.entries(faultyLines) as [Fault, number][];
  return new Map(
    faults.flatMap(([fault, count]) =>
      Array.from({ length: count }, (): [number, Fault] => {
        const [index = 0] = free.splice(Math.floor(random() * free.length), 1);
        return [index, fault];
      }),
    ),
  );
};

const loadedLines = (lines: readonly string[]): number[] => {
  const occurrences = Map.groupBy(lines.keys(), (index) => lines[index]);
  return [...lines.entries()].flatMap(([index, line]) =>
    isReported(flightOf(line.split(','))) && occurrences.get(line)?.length === 1 ? [index] : [],
  );
};

const withField = (line: string, index: number, change: (field: string) => string): string =>
  line
    .split(',')
    .map((field, position) => (position === index ? change(field) : field))
    .join();
