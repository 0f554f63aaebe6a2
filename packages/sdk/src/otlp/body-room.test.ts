import { expect, it } from 'vitest';
import { giveBodyBack, takeBodyRoom } from './body-room.ts';

it('room is lent to one body at a time, and again only when it was given back', () => {
  const first = takeBodyRoom(300_000);
  const second = takeBodyRoom(300_000);
  expect(second.buffer).not.toBe(first.buffer);
  giveBodyBack(first);
  giveBodyBack(first);
  const third = takeBodyRoom(200_000);
  expect(third.byteLength).toBe(200_000);
  expect(third.buffer).toBe(first.buffer);
  expect(takeBodyRoom(200_000).buffer).not.toBe(first.buffer);
});

it('what was not lent is not taken', () => {
  const other = Buffer.alloc(300_000);
  giveBodyBack(other.subarray(10));
  expect(takeBodyRoom(290_000).buffer).not.toBe(other.buffer);
});
