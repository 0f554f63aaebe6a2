import { Visitor, type Expression, type Program } from 'oxc-parser';

const calls = ['fetch', 'setTimeout', 'setInterval', 'setImmediate'];
const members: Readonly<Record<string, readonly string[]>> = {
  Date: ['now'],
  Math: ['random'],
  performance: ['now'],
  crypto: ['randomUUID', 'getRandomValues'],
};

/** What a file does to the world, or takes from it, without an import: the clock, chance, timers, calls and the process. */
export const effectsIn = (program: Program): string[] => {
  const found = new Set<string>();
  new Visitor({
    CallExpression({ callee }) {
      if (callee.type === 'Identifier' && calls.includes(callee.name)) found.add(`${callee.name}()`);
    },
    NewExpression({ callee, arguments: given }) {
      if (nameOf(callee) === 'Date' && given.length === 0) found.add('new Date()');
      if (['WebSocket', 'EventSource'].includes(nameOf(callee))) found.add(`new ${nameOf(callee)}()`);
    },
    MemberExpression({ object, property }) {
      const [owner, member] = [nameOf(object), property.type === 'Identifier' ? property.name : ''];
      if (owner === 'process') found.add('process');
      if (owner === 'globalThis' && (calls.includes(member) || member === 'process')) found.add(`globalThis.${member}`);
      if (members[owner]?.includes(member) === true) found.add(`${owner}.${member}()`);
    },
  }).visit(program);
  return [...found];
};

const nameOf = (node: Expression): string => (node.type === 'Identifier' ? node.name : '');
