import { describe, expect, it } from 'vitest';
import { contractIn, readContract } from './read-contract.ts';

describe('a contract that cannot be used', () => {
  it.each([
    ['an unknown key', 'colums: []', 'c.yaml:1:1: «colums» is not known; did you mean «columns»?'],
    [
      'one of a column',
      'columns:\n  - name: a\n    typ: int',
      'c.yaml:3:5: columns.a: «typ» is not known; did you mean «type»?',
    ],
    [
      'an unknown type',
      'columns:\n  - name: a\n    type: intger',
      'c.yaml:3:11: columns.a.type: «intger» is not known; did you mean «integer»?',
    ],
    [
      'an unknown key of a rule',
      'columns:\n  - {name: a, min: {value: 1, eror: 2}}',
      'c.yaml:2:31: columns.a.min: «eror» is not known; did you mean «error»?',
    ],
    ['no name', 'columns:\n  - type: date', 'c.yaml:2:5: columns.0.name: is required'],
    ['broken YAML', 'columns: [', 'c.yaml:1:11: '],
    [
      'a tolerance',
      'columns:\n  - {name: a, unique: {error: 5pc}}',
      'must be a count such as 10, a percentage such as 0.5%, or never',
    ],
    [
      'a pattern',
      "columns:\n  - {name: a, pattern: '('}",
      'c.yaml:2:24: column «a»: pattern: Invalid regular expression',
    ],
    ['a bound', 'columns:\n  - {name: a, type: date, min: soon}', 'c.yaml:2:32: column «a»: min is «soon»'],
    ['a date format', 'columns:\n  - {name: a, type: date, format: abc}', 'c.yaml:2:35: column «a»: date format «abc»'],
    ['an expression', 'table:\n  expressions:\n    - {name: e, expression: a >}', 'c.yaml:3:29: expression «a >»: '],
    [
      'an expression about a column that is none',
      'columns: [{name: a, type: integer}]\ntable:\n  expressions:\n    - {name: e, expression: nosuch > 3}',
      'c.yaml:4:29: expression «nosuch > 3»: Unknown variable: nosuch',
    ],
    [
      'an expression about values that do not go together',
      'columns: [{name: a, type: integer}]\ntable:\n  expressions:\n    - {name: e, expression: a > true}',
      'c.yaml:4:29: expression «a > true»: ',
    ],
    ['a column twice', 'columns: [{name: a}, {name: a}]', '«a» is there twice'],
  ])('%s', (_, text, message) => {
    expect(() => contractIn(text, 'c.yaml')).toThrow(message);
  });

  it('is not there', () => {
    expect(() => readContract('/nowhere/c.yaml')).toThrow('/nowhere/c.yaml cannot be read');
  });
});
