const mostOperators = 200;
/** Showplan writes `<` and `>` of a statement as entities, so a tag ends at the first `>`. */
const tag = /<(\/?)(RelOp|Object)\b([^>]*)>/g;

const attribute = (text: string, name: string): string => new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1] ?? '';

/** A plan in Showplan XML as its operators, indented, with estimates and objects; conditions, which hold data, are left out. */
export const planOfShowplan = (xml: string): string => {
  const lines: string[] = [];
  let depth = 0;
  for (const [, closing, name, text = ''] of xml.matchAll(tag)) {
    if (name === 'Object') lines.push(...withObject(lines.pop(), text));
    else if (closing) depth = Math.max(0, depth - 1);
    else lines.push(`${'  '.repeat(depth++)}${operatorOf(text)}`);
    if (lines.length > mostOperators) return [...lines.slice(0, mostOperators), '…'].join('\n');
  }
  return lines.join('\n');
};

const operatorOf = (text: string): string => {
  const physical = attribute(text, 'PhysicalOp');
  const logical = attribute(text, 'LogicalOp');
  const operator = logical === physical ? physical : `${physical} (${logical})`;
  return `${operator} rows=${attribute(text, 'EstimateRows')} cost=${attribute(text, 'EstimatedTotalSubtreeCost')}`;
};

const withObject = (line: string | undefined, text: string): string[] => {
  if (line === undefined) return [];
  const parts = ['Schema', 'Table', 'Index'].map((name) => attribute(text, name).replaceAll(/[[\]]/g, ''));
  const object = parts.filter((part) => part !== '').join('.');
  return [line.includes(' on ') ? line : `${line} on ${object}`];
};
