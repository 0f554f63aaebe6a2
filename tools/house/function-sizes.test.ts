import { parseSync } from 'oxc-parser';
import { expect, test } from 'vitest';
import { functionsIn } from './function-sizes.ts';

const sizes = (text: string) => functionsIn(parseSync('a.ts', text).program, text);

test.each([
  ['a declaration', 'function a() {\n}\n', [{ line: 1, lines: 2 }]],
  ['an arrow on one line', '\n\nconst a = () => 1;', [{ line: 3, lines: 1 }]],
  ['a method', 'class A {\n  b() {\n    return 1;\n  }\n}', [{ line: 2, lines: 3 }]],
  [
    'one that only returns another, as that one',
    'const a = (x) =>\n  (y) => {\n    return x + y;\n  };',
    [{ line: 2, lines: 3 }],
  ],
])('counts the lines of %s', (_name, text, expected) => {
  expect(sizes(text)).toEqual(expected);
});
