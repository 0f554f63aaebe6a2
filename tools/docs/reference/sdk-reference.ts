import { dirname, join } from 'node:path';
import { parseSync, type Comment, type Directive, type Statement } from 'oxc-parser';
import { readPage } from '../pages.ts';
import { generatedPage } from './markdown.ts';

const source = 'packages/sdk/src/index.ts';

interface Exported {
  readonly name: string;
  readonly file: string;
}

interface Declared {
  /** What its comment says. */
  readonly words: string;
  /** Its declaration, without what it does. */
  readonly declaration: string;
}

/** What the package exports by name, in its order, with the file that declares it. */
const exportsOf = (path: string): Exported[] =>
  parseSync(path, readPage(path)).program.body.flatMap((statement) => {
    if (statement.type !== 'ExportNamedDeclaration' || !statement.source?.value.startsWith('.')) return [];
    const file = join(dirname(path), statement.source.value);
    return statement.specifiers.flatMap(({ exported }) =>
      exported.type === 'Identifier' ? [{ name: exported.name, file }] : [],
    );
  });

const textOf = ({ value }: Comment): string =>
  value
    .replace(/^\*/u, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/u, ''))
    .join('\n')
    .replaceAll(/\{@link (\w+)\}/gu, '`$1`')
    .trim();

/** The declaration of one statement as far as a reader needs it: the parameters of a function, the head of a class, all of a type. */
const declarationIn = (text: string, statement: Statement | Directive, name: string): string | undefined => {
  if (statement.type !== 'ExportNamedDeclaration' || statement.declaration === null) return undefined;
  const { declaration } = statement;
  const from = (end: number): string => text.slice(declaration.start, end).trim();
  switch (declaration.type) {
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
      return declaration.id.name === name ? from(declaration.end) : undefined;
    case 'ClassDeclaration':
      return declaration.id?.name === name ? `${from(declaration.body.start)} { … }` : undefined;
    case 'FunctionDeclaration':
      return declaration.id?.name === name
        ? from(declaration.body?.start ?? declaration.end).replace(/;$/u, '')
        : undefined;
    case 'VariableDeclaration': {
      const [first] = declaration.declarations;
      if (first?.id.type !== 'Identifier' || first.id.name !== name) return undefined;
      return from(first.init?.type === 'ArrowFunctionExpression' ? first.init.body.start : first.end);
    }
    default:
      return undefined;
  }
};

const declared = ({ name, file }: Exported): Declared => {
  const text = readPage(file);
  const { program, comments } = parseSync(file, text);
  const found = program.body.flatMap((statement) => {
    const declaration = declarationIn(text, statement, name);
    return declaration === undefined ? [] : [{ declaration, start: statement.start }];
  });
  const [first] = found;
  if (first === undefined) throw new Error(`${file} does not declare ${name}; does it only pass it on?`);
  const before = comments.findLast(({ end }) => end <= first.start && text.slice(end, first.start).trim() === '');
  return {
    words: before === undefined ? '' : textOf(before),
    declaration: found
      .map(({ declaration }) => declaration)
      .join('\n')
      .replace(/\s*=>$/u, ' => …'),
  };
};

const intro = `Every name that \`@sightglass/sdk\` exports, with its declaration and comment in the source. [The TypeScript SDK](../guides/typescript-sdk.md) shows how to use them. Variables that
change how it works are in [Environment variables](environment.md). Also exported: \`defaultAuditTable\`, the name of the audit table.`;

/** The text of docs/reference/sdk-api.md. */
export const sdkReference = (): Promise<string> =>
  generatedPage(
    'SDK',
    'by `npm run docs` from packages/sdk/src/index.ts',
    intro,
    ...exportsOf(source).flatMap((each) => {
      const { words, declaration } = declared(each);
      return [`## ${each.name}`, words, `\`\`\`typescript\n${declaration}\n\`\`\``];
    }),
  );
