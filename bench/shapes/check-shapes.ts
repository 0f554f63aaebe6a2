import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { ContractInput } from '@sightglass/model/contract';
import { flightsCsv } from '../_flights.ts';

/** A file to check and what is expected of it. */
export interface Shape {
  readonly what: string;
  readonly columns: NonNullable<ContractInput['columns']>;
  readonly write: (file: string) => Promise<void>;
}

const code = '[A-Z]{3}';
const flights: Shape['columns'] = [
  { name: 'date', type: 'timestamp', required: true },
  { name: 'delay', type: 'integer', min: -200, max: 3000 },
  { name: 'distance', type: 'integer', required: true, min: 1, max: 6000 },
  { name: 'origin', required: true, pattern: code },
  { name: 'destination', required: true, pattern: code },
];

const writeAll = async (file: string, texts: Iterable<string>): Promise<void> => {
  const target = createWriteStream(file);
  for (const text of texts) if (!target.write(text)) await once(target, 'drain');
  target.end();
  await finished(target);
};

const millionFlights = 1_000_000;

function* flightsOf(bytes: number): Iterable<string> {
  const text = flightsCsv(millionFlights);
  yield text;
  const rows = text.slice(text.indexOf('\n') + 1);
  for (let written = text.length; written < bytes; written += rows.length) yield rows;
}

const wideColumns = 200;
const wideRows = 50_000;
const phrases = ['north', 'east, west', 'say "hi"', 'plain text', 'München', '', 'a text that is longer, with a comma'];

/** The same numbers in every run. */
const createChance = (): (() => number) => {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
};

const two = (number: number): string => String(number).padStart(2, '0');
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** Five kinds of columns, again and again. */
const kinds: readonly {
  readonly rules: Omit<Shape['columns'][number], 'name'>;
  readonly value: (chance: () => number) => string;
}[] = [
  {
    rules: { type: 'integer', required: true, min: 0, max: 1_000_000 },
    value: (chance) => String(Math.floor(chance() * 1e6)),
  },
  { rules: { type: 'number', required: true, min: 0, max: 10_000 }, value: (chance) => (chance() * 1e4).toFixed(2) },
  { rules: { maxLength: 60 }, value: (chance) => quoted(phrases[Math.floor(chance() * phrases.length)] ?? '') },
  {
    rules: { type: 'date', required: true },
    value: (chance) => `2025-${two(1 + Math.floor(chance() * 12))}-${two(1 + Math.floor(chance() * 28))}`,
  },
  {
    rules: { required: true, pattern: '[A-G][0-9]{1,2}' },
    value: (chance) => quoted(`${'ABCDEFG'[Math.floor(chance() * 7)]}${Math.floor(chance() * 100)}`),
  },
];

const wide = Array.from({ length: wideColumns }, (_, index) => ({
  name: `c${index}`,
  ...kinds[index % kinds.length]!.rules,
}));

function* wideTexts(): Iterable<string> {
  const chance = createChance();
  yield `${wide.map(({ name }) => name).join(',')}\n`;
  for (let row = 0; row < wideRows; row += 1)
    yield `${wide.map((_, index) => kinds[index % kinds.length]!.value(chance)).join(',')}\n`;
}

export const shapes: Readonly<Record<string, Shape>> = {
  flights: {
    what: '1 M rows × 5 columns, 35 MB',
    columns: flights,
    write: (file) => writeAll(file, flightsOf(1)),
  },
  wide: {
    what: '50,000 rows × 200 columns, two in five quoted, 90 MB',
    columns: wide,
    write: (file) => writeAll(file, wideTexts()),
  },
  long: {
    what: '30 M rows × 5 columns, 1 GB',
    columns: flights,
    write: (file) => writeAll(file, flightsOf(1_050_000_000)),
  },
};
