import type { Span } from '@sightglass/model/rest';
import { describe, expect, it } from 'vitest';
import { buildTree, findSpans, foldedAtFirst, pathTo, visibleRows } from './tree.ts';

const span = (spanId: string, parentSpanId: string | null, more: Partial<Span> = {}): Span => ({
  spanId,
  parentSpanId,
  name: spanId,
  kind: 'INTERNAL',
  service: 'etl',
  startMs: 0,
  durationMs: 1,
  status: 'UNSET',
  stage: null,
  ...more,
});

const names = (spans: readonly Span[], rows: readonly number[]) => rows.map((index) => spans[index]?.spanId);

describe('buildTree', () => {
  const spans = [span('root', null), span('a', 'root'), span('a1', 'a'), span('b', 'root'), span('a2', 'a')];
  const tree = buildTree(spans);

  it('orders rows as a tree, with depths and counts', () => {
    expect(names(spans, visibleRows(tree, new Set()))).toEqual(['root', 'a', 'a1', 'a2', 'b']);
    expect([...tree.depth]).toEqual([0, 1, 2, 1, 2]);
    expect([...tree.below]).toEqual([4, 2, 0, 0, 0]);
  });
  it('hides what is folded', () => expect(names(spans, visibleRows(tree, new Set(['a'])))).toEqual(['root', 'a', 'b']));
  it('finds the way up', () => expect(names(spans, pathTo(tree, 2))).toEqual(['a', 'root']));
  it('makes a span without its parent a root', () => {
    const orphans = [span('x', 'gone'), span('y', 'x')];
    expect(buildTree(orphans).roots).toEqual([0]);
  });
  it('shows every span of a loop once', () => {
    const loop = [span('x', 'z'), span('y', 'x'), span('z', 'y'), span('self', 'self')];
    expect(
      names(loop, visibleRows(buildTree(loop), new Set())).toSorted((a, b) => String(a).localeCompare(String(b))),
    ).toEqual(['self', 'x', 'y', 'z']);
  });
  it('takes chains as deep as the trace', () => {
    const chain = Array.from({ length: 50_000 }, (_, index) => span(`s${index}`, index === 0 ? null : `s${index - 1}`));
    expect(visibleRows(buildTree(chain), new Set())).toHaveLength(50_000);
  });
});

it('folds at first the level that would be too much', () => {
  const spans = [
    span('root', null),
    span('a', 'root'),
    span('b', 'root'),
    ...Array.from({ length: 500 }, (_, i) => span(`c${i}`, 'a')),
  ];
  const tree = buildTree(spans);
  expect(names(spans, visibleRows(tree, foldedAtFirst(tree)))).toEqual(['root', 'a', 'b']);
});

it('finds spans by name and service, and errors by the word', () => {
  const tree = buildTree([span('insert', null), span('get', null, { service: 'airports', status: 'ERROR' })]);
  expect(findSpans(tree, 'INS')).toEqual([0]);
  expect(findSpans(tree, 'airports')).toEqual([1]);
  expect(findSpans(tree, 'error')).toEqual([1]);
  expect(findSpans(tree, '  ')).toEqual([]);
});
