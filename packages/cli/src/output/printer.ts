import { createStyle, type Style } from './style.ts';

/** What a command says: results on stdout, everything else on stderr. */
export interface Printer {
  readonly style: Style;
  readonly line: (text?: string) => void;
  readonly json: (value: unknown) => void;
  readonly note: (text: string) => void;
}

export const createPrinter = (): Printer => ({
  style: createStyle(process.stdout),
  line: (text = '') => void process.stdout.write(`${text}\n`),
  json: (value) => void process.stdout.write(`${JSON.stringify(value)}\n`),
  note: (text) => void process.stderr.write(`${text}\n`),
});
