import { createHmac, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { createRedactor, policyOf, type Redactor } from '@sightglass/model/redaction';
import { readPrivacySettings } from '../config/privacy-file.ts';
import { CliError, exitCodes } from '../errors.ts';
import { createPrinter } from '../output/printer.ts';
import { withHelp, withJson } from './options.ts';

interface TryOptions {
  readonly config?: string;
  readonly json?: true;
}

const notes = `
Nothing is sent anywhere, and nothing is written. Without --config the preset "standard" is tried. Hashes are made with the key of the
configuration, else with a random one. Every line is looked at as a body; \`key=value\` is an attribute as well.

Exit codes: 0 nothing is redacted; 1 something is; 2 used wrongly, or the file cannot be read.`;

export const addRedact = (command: Command): void => {
  withHelp(command, ['sightglass redact try app.log', 'kubectl logs loader | sightglass redact try -']);
  const attempt = command
    .command('try')
    .description('show which lines of a file a policy changes, before and after')
    .argument('<file>', 'a text file; `-` is stdin')
    .option('--config <file>', 'the configuration of a server, whose `privacy` is tried')
    .action(tryFile);
  withJson(attempt, 'a JSON line for each line of the file, also for those that stay');
  withHelp(
    attempt,
    ['sightglass redact try app.log', 'sightglass redact try app.log --config sightglass.yaml --json'],
    notes,
  );
};

const tryFile = async (file: string, { config, json }: TryOptions): Promise<void> => {
  const printer = createPrinter();
  const { paint } = printer.style;
  const redactor = await redactorFor(config);
  const totals = new Map<string, number>();
  let lines = 0;
  for await (const line of linesOf(file)) {
    lines += 1;
    const { text, hits } = redactor.text(line);
    for (const rule of hits) totals.set(rule, (totals.get(rule) ?? 0) + 1);
    if (json) printer.json({ line: lines, before: line, after: text, rules: hits });
    else if (hits.length > 0) {
      printer.line(`${paint('red', '-')} ${lines}: ${line}`);
      printer.line(`${paint('green', '+')} ${lines}: ${text}  ${paint('dim', [...new Set(hits)].join(', '))}`);
    }
  }
  const counts = [...totals].toSorted(([, one], [, other]) => other - one).map(([rule, count]) => `${rule} ${count}`);
  printer.note(
    counts.length === 0 ? `Nothing of ${lines} lines is redacted.` : `Of ${lines} lines: ${counts.join(', ')}.`,
  );
  if (counts.length > 0) process.exitCode = exitCodes.negative;
};

/** Raises CliError when the configuration redacts nothing. */
const redactorFor = async (config: string | undefined): Promise<Redactor> => {
  const { settings, key } = await readPrivacySettings(config);
  const policy = policyOf(settings);
  if (policy === undefined)
    throw new CliError(
      'NOTHING_REDACTED',
      `"${config}" redacts nothing. Set privacy: {preset: standard} there, or leave --config out.`,
    );
  const hashKey = key ?? randomBytes(32);
  return createRedactor(policy, (secret) => createHmac('sha256', hashKey).update(secret).digest('hex'));
};

/** Raises CliError when the file cannot be read. */
const linesOf = async function* (file: string): AsyncGenerator<string> {
  const input = file === '-' ? process.stdin : createReadStream(file);
  const failed = new Promise<never>((_resolve, reject) => input.once('error', reject));
  failed.catch(() => {});
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await Promise.race([lines.next(), failed]);
      if (next.done) return;
      yield next.value;
    }
  } catch (error) {
    throw new CliError('FILE_UNREADABLE', `"${file}" cannot be read: ${(error as Error).message}`, exitCodes.usage, {
      cause: error,
    });
  }
};
