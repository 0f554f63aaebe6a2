import { readPage } from '../pages.ts';
import { cliReference } from './cli-reference.ts';
import { withTable } from './configuration-table.ts';
import { contractSchemaText } from './contract-schema.ts';
import { errorReference } from './error-reference.ts';
import { runStatesReference } from './run-states-reference.ts';
import { sdkReference } from './sdk-reference.ts';
import { telemetryReference } from './telemetry-reference.ts';

const configuration = 'docs/reference/configuration.md';

/** Pages that a program writes, or a table of them, and what they hold. */
export const generatedPages: ReadonlyMap<string, () => string | Promise<string>> = new Map<
  string,
  () => string | Promise<string>
>([
  ['docs/reference/cli.md', cliReference],
  [configuration, () => withTable(readPage(configuration))],
  ['docs/reference/contract.schema.json', contractSchemaText],
  ['docs/reference/errors.md', errorReference],
  ['docs/reference/events-and-attributes.md', telemetryReference],
  ['docs/reference/run-states-and-verdicts.md', runStatesReference],
  ['docs/reference/sdk-api.md', sdkReference],
]);
