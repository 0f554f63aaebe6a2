import { Visitor, type Argument, type Expression, type Program } from 'oxc-parser';

type Spelled = (expression: Expression | Argument, depth?: number) => readonly string[];

/** A part that is known only when the program runs. */
const unknown = ['*'];
const mostSpellings = 16;
const deepest = 8;

export const isOwn = (node: Expression | Argument | undefined, names: readonly string[]): boolean =>
  node?.type === 'MemberExpression' &&
  node.object.type === 'MetaProperty' &&
  node.property.type === 'Identifier' &&
  names.includes(node.property.name);

/** What a text may be when the program runs, `*` for each part that the file does not hold. */
export const spellingsIn = (program: Program): Spelled => {
  const constants = constantsIn(program);
  const joined = (parts: readonly (readonly string[])[]): readonly string[] =>
    parts
      .reduce((before, part) => before.flatMap((start) => part.map((end) => start + end)), [''] as readonly string[])
      .slice(0, mostSpellings);
  const spelled: Spelled = (node, depth = 0) => {
    if (depth > deepest) return unknown;
    const inner = (part: Expression | Argument): readonly string[] => spelled(part, depth + 1);
    if (isOwn(node, ['dirname'])) return ['.'];
    switch (node.type) {
      case 'Literal':
        return typeof node.value === 'string' ? [node.value] : unknown;
      case 'TemplateLiteral':
        return joined(
          node.quasis.flatMap(({ value }, index) => {
            const expression = node.expressions[index];
            return [[value.cooked ?? ''], ...(expression === undefined ? [] : [inner(expression)])];
          }),
        );
      case 'BinaryExpression':
        return node.operator === '+' ? joined([inner(node.left), inner(node.right)]) : unknown;
      case 'ConditionalExpression':
        return [...inner(node.consequent), ...inner(node.alternate)];
      case 'LogicalExpression':
        return [...inner(node.left), ...inner(node.right)];
      case 'ParenthesizedExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
        return inner(node.expression);
      case 'Identifier':
        return constants.get(node.name)?.flatMap(inner).slice(0, mostSpellings) ?? unknown;
      default:
        return unknown;
    }
  };
  return spelled;
};

const constantsIn = (program: Program): ReadonlyMap<string, readonly Expression[]> => {
  const found = new Map<string, Expression[]>();
  new Visitor({
    VariableDeclarator({ id, init }) {
      if (id.type === 'Identifier' && init !== null) found.set(id.name, [...(found.get(id.name) ?? []), init]);
    },
  }).visit(program);
  return found;
};
