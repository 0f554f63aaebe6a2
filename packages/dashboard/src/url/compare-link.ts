import type { RunName } from './run-link.ts';
import { text } from './search-params.ts';

/** A run in the address of a comparison: `shop/orders/0192…`, or its id alone. */
export interface ComparedRun {
  readonly runId: string;
  readonly namespace?: string;
  readonly name?: string;
}

export interface CompareSearch {
  readonly a?: string;
  readonly b?: string;
  /** Whether what is alike is shown too. */
  readonly all?: 'on';
}

export const readCompareSearch = (search: Record<string, unknown>): CompareSearch => ({
  ...text('a', search),
  ...text('b', search),
  ...(search['all'] === 'on' ? { all: 'on' } : {}),
});

export const comparedRunOf = (written: string): ComparedRun => {
  const [namespace = '', name = '', runId = '', ...others] = written.split('/').map(decoded);
  return runId === '' || others.length > 0 ? { runId: written } : { runId, namespace, name };
};

/** As it is where it was not written so. */
const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

const written = ({ namespace, pipeline, runId }: RunName): string =>
  [namespace, pipeline, runId].map(encodeURIComponent).join('/');

/** Where two runs stand side by side: `<Link {...compareLink(earlier, later)}>`. */
export const compareLink = (a: RunName, b: RunName) =>
  ({ to: '/runs/compare', search: { a: written(a), b: written(b) } }) as const;
