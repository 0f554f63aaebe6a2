import { Visitor, type Function as FunctionNode, type ArrowFunctionExpression, type Program } from 'oxc-parser';

export interface FunctionSize {
  /** 1-based. */
  readonly line: number;
  readonly lines: number;
}

/** Every function with the lines it covers. One that only returns another function counts as that one. */
export const functionsIn = (program: Program, text: string): FunctionSize[] => {
  const lineAt = lineCounter(text);
  const sizes: FunctionSize[] = [];
  const add = (node: FunctionNode | ArrowFunctionExpression): void => {
    if (node.type === 'ArrowFunctionExpression' && node.body.type === 'ArrowFunctionExpression') return;
    const line = lineAt(node.start);
    sizes.push({ line, lines: lineAt(node.end) - line + 1 });
  };
  new Visitor({ FunctionDeclaration: add, FunctionExpression: add, ArrowFunctionExpression: add }).visit(program);
  return sizes;
};

const lineCounter = (text: string): ((offset: number) => number) => {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] as number) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
};
