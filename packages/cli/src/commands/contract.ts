import type { Command } from 'commander';
import { countOf, visibleLine } from '@sightglass/model';
import { type CheckReport, type ContractInput, expectationsOf } from '@sightglass/model/contract';
import { importContract, inferContract, planContract } from '@sightglass/sdk/checks';
import { stringify } from 'yaml';
import { actionable } from '../check/actionable.ts';
import { onInterrupt } from '../check/interrupt.ts';
import { isOfContract } from '../check/of-contract.ts';
import { createProgress } from '../check/progress.ts';
import { createPrinter } from '../output/printer.ts';
import { withHelp, withJson } from './options.ts';

const exitNote = '\nExit codes: 0 done; 2 the file cannot be used.\n';

export const addContract = (contract: Command): void => {
  const exampleOf = {
    infer: 'sightglass contract infer orders.csv > orders.yaml',
    validate: 'sightglass contract validate orders.yaml',
  };
  withHelp(contract, [exampleOf.infer, exampleOf.validate]);
  const infers = contract
    .command('infer')
    .description('write a first contract, as YAML, from a file that is good')
    .argument('<file>', 'CSV, JSON lines or Parquet, plain, .gz or .zst')
    .action(explaining(infer));
  const validates = contract
    .command('validate')
    .description('check that a contract can be used')
    .argument('<contract>', 'YAML or JSON')
    .action(explaining(validate));
  const imports = contract
    .command('import')
    .description(
      'write a contract, as YAML, from a Frictionless Table Schema or Data Package, CSVW metadata, or an ODCS 3.1 contract',
    )
    .argument('<file>', 'YAML or JSON')
    .option('--table <name>', 'which table of an ODCS contract, or resource of a Data Package; the first by default')
    .action(explaining(importFrom));
  withHelp(infers, [exampleOf.infer], exitNote);
  withHelp(validates, [exampleOf.validate], exitNote);
  withHelp(
    imports,
    [
      'sightglass contract import schema.json > orders.yaml',
      'sightglass contract import sales.odcs.yaml --table orders > orders.yaml',
    ],
    exitNote,
  );
  for (const command of [infers, imports]) withJson(command, 'the contract as one JSON object');
  withJson(validates, 'what it expects as one JSON object');
};

interface Options {
  readonly json?: true;
}

type Action<T> = (file: string, options: T) => Promise<void>;

/** Errors people can act on are shown without a stack trace. */
const explaining =
  <T>(action: Action<T>): Action<T> =>
  async (file, options) => {
    await action(file, options).catch((error: unknown) => {
      throw actionable(error);
    });
  };

const print = (contract: ContractInput, { json }: Options): void => {
  const printer = createPrinter();
  if (json) printer.json(contract);
  else printer.line(stringify(contract, { lineWidth: 120 }).trimEnd());
};

const infer: Action<Options> = async (file, options) => {
  using interrupt = onInterrupt();
  using progress = createProgress(file);
  const notes: string[] = [];
  const contract = await inferContract(file, {
    signal: interrupt.signal,
    onProgress: progress.show,
    onBroken: (report) => notes.push(...brokenWords(report)),
  });
  for (const note of notes) createPrinter().note(visibleLine(note));
  print(contract, options);
};

/** What is wrong with the file that a contract was inferred from. */
const brokenWords = ({ file, results }: CheckReport): string[] =>
  results
    .filter(({ status }) => status === 'fail' || status === 'warn')
    .map(({ message, lines, count }) => {
      const where = lines.length === 0 ? '' : ` (line ${lines.join(', ')}${count > lines.length ? ' …' : ''})`;
      return `sightglass: ${file}: ${message}${where}; the contract is inferred from what could be read`;
    });

const validate: Action<Options> = async (file, { json }) => {
  const contract = await planContract(file);
  const { length } = contract.columns;
  const expectations = expectationsOf(contract);
  const printer = createPrinter();
  if (json) return printer.json({ file, columns: length, expectations: expectations.map(({ id }) => id) });
  const own = expectations.filter(isOfContract);
  printer.line(`${visibleLine(file)}: ${countOf(length, 'column')}, ${countOf(own.length, 'expectation')}`);
};

const importFrom: Action<Options & { readonly table?: string }> = async (file, { table, ...options }) => {
  const { contract, notes } = await importContract(file, table);
  for (const note of notes) createPrinter().note(visibleLine(note));
  print(contract, options);
};
