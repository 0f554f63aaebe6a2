import { expect, it } from 'vitest';
import { inHeldOrder } from './held-order.ts';

const order = (things: string, held: string | null): string =>
  inHeldOrder(things.split(''), (thing) => thing, held?.split('') ?? null).join('');

it.each([
  ['a b c as they are while nothing is held', 'cab', null, 'cab'],
  ['what has moved where it was', 'cab', 'abc', 'abc'],
  ['what is new last, in its own order', 'xcaby', 'abc', 'abcxy'],
  ['what is left without what has gone', 'ca', 'abc', 'ac'],
])('shows %s', (_what, things, held, expected) => expect(order(things, held)).toBe(expected));
