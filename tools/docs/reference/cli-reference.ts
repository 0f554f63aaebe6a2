import type { Command } from 'commander';
import { readEnvironment } from '../../../packages/cli/src/config/environment.ts';
import { createProgram } from '../../../packages/cli/src/program.ts';
import { generatedPage } from './markdown.ts';

const columns = 110;

/** What `--help` of a command prints. */
const helpOf = (command: Command): string => {
  let text = '';
  command.configureOutput({
    writeOut: (part) => (text += part),
    getOutHelpWidth: () => columns,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return text.trimEnd();
};

const fullNameOf = (command: Command): string =>
  command.parent === null ? command.name() : `${fullNameOf(command.parent)} ${command.name()}`;

const sectionsOf = (command: Command): string[] => [
  `## ${fullNameOf(command)}`,
  `\`\`\`text\n${helpOf(command)}\n\`\`\``,
  ...command.commands.flatMap(sectionsOf),
];

const intro = `Every command, as its \`--help\` shows it. Commands that need a server take its address from \`--url\`, then \`SIGHTGLASS_URL\`, then
\`http://127.0.0.1:4318\`. Other variables are in [Environment variables](environment.md); the codes in brackets behind an error, such as
\`[NOT_FOUND]\`, are in [Errors](errors.md).`;

/** The text of docs/reference/cli.md. */
export const cliReference = async (): Promise<string> => {
  const config = readEnvironment({});
  const program = await createProgram(config, []);
  const hidden = new Set(['replay', 'help']);
  const names = program.commands.map((command) => command.name()).filter((name) => !hidden.has(name));
  const sections: string[] = [];
  for (const name of names) {
    const { commands } = await createProgram(config, [name]);
    const command = commands.find((each) => each.name() === name);
    if (command !== undefined) sections.push(...sectionsOf(command));
  }
  const first = `\`\`\`text\n${helpOf(program)}\n\`\`\``;
  return generatedPage(
    'Command line',
    'by `npm run docs` from packages/cli',
    intro,
    '## sightglass',
    first,
    ...sections,
  );
};
