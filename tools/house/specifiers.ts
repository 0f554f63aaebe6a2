import { Visitor, type Argument, type Expression, type Program } from 'oxc-parser';
import { isOwn, spellingsIn } from './spellings.ts';

export interface Specifiers {
  /** What the file loads when it runs. */
  readonly imports: readonly string[];
  /** Modules of which only types are named. */
  readonly types: readonly string[];
  /** Files named from where this one lies, such as the program of a thread; most are no modules. */
  readonly programs: readonly string[];
}

/** What is named otherwise than by a static import or export; `*` stands for a part that is known only when the program runs. */
export const specifiersIn = (program: Program): Specifiers => {
  const imports = new Set<string>();
  const types = new Set<string>();
  const programs = new Set<string>();
  const spelled = spellingsIn(program);
  const requires = namesOfRequire(program);
  const load = (source: Expression | Argument): void => spelled(source).forEach((text) => void imports.add(text));
  const name = (source: Expression | Argument, before = ''): void =>
    spelled(source).forEach((text) => void programs.add(before + text));
  new Visitor({
    ImportExpression: ({ source }) => load(source),
    TSImportType: ({ source }) => void types.add(source.value),
    TSExternalModuleReference: ({ expression }) => load(expression),
    NewExpression({ callee, arguments: [address, base] }) {
      if (isNamed(callee, 'URL') && address !== undefined && isOwn(base, ['url', 'filename'])) name(address);
    },
    CallExpression({ callee, arguments: [first, second, third] }) {
      if (first !== undefined && isLoading(callee, requires)) load(first);
      if (isNamed(callee, 'fileBeside') && third !== undefined) name(third, './');
      if (isOwn(first, ['dirname']) && second !== undefined) name(second, './');
    },
    TemplateLiteral(node) {
      if (isOwn(node.expressions[0], ['dirname'])) name(node);
    },
  }).visit(program);
  return { imports: [...imports].filter(isKnown), types: [...types], programs: [...programs].filter(isKnown) };
};

const isKnown = (text: string): boolean => !text.startsWith('*');

const isNamed = (node: Expression | Argument, name: string): boolean =>
  node.type === 'Identifier' && node.name === name;

const isCreateRequire = (node: Expression): boolean =>
  node.type === 'CallExpression' &&
  (isNamed(node.callee, 'createRequire') ||
    (node.callee.type === 'MemberExpression' && isProperty(node.callee, ['createRequire'])));

const isProperty = (
  { property }: { readonly property: { readonly type: string; readonly name?: unknown } },
  names: readonly string[],
) => property.type === 'Identifier' && names.includes(String(property.name));

const namesOfRequire = (program: Program): ReadonlySet<string> => {
  const names = new Set(['require']);
  new Visitor({
    VariableDeclarator({ id, init }) {
      if (id.type === 'Identifier' && init !== null && isCreateRequire(init)) names.add(id.name);
    },
  }).visit(program);
  return names;
};

/** `require(…)`, `require.resolve(…)`, `import.meta.resolve(…)`, `import.meta.glob(…)`, `process.getBuiltinModule(…)`. */
const isLoading = (callee: Expression, requires: ReadonlySet<string>): boolean => {
  const isRequire = (node: Expression): boolean =>
    isCreateRequire(node) || (node.type === 'Identifier' && requires.has(node.name));
  if (isRequire(callee) || isOwn(callee, ['resolve', 'glob'])) return true;
  if (callee.type !== 'MemberExpression') return false;
  return isProperty(callee, ['getBuiltinModule']) || (isRequire(callee.object) && isProperty(callee, ['resolve']));
};
