import { countOf } from '@sightglass/model/words/count';
import type { DriftExpectation, Expectation, FileProfile } from '@sightglass/model/contract';
import { judgeDrift } from './judge-drift.ts';

/** A file, and the earlier ones it is compared with; undefined where no history is kept. */
export interface DriftFacts {
  readonly profile: FileProfile;
  readonly earlier: readonly FileProfile[] | undefined;
  /** Why the earlier ones cannot be read. */
  readonly unreachable?: string;
}

export interface FoundDrift {
  readonly count: number;
  readonly checked: number;
  readonly detail?: string;
  readonly skipped?: string;
}

export const findDrift = ({ value }: Expectation, facts: DriftFacts | undefined): FoundDrift => {
  const expected = value as DriftExpectation;
  if (facts?.earlier === undefined)
    return {
      count: 0,
      checked: 1,
      skipped: facts?.unreachable ?? 'no history is kept; give it a folder, or server, with --history',
    };
  const { leastFiles } = expected.rules;
  const { profile, earlier } = facts;
  if (earlier.length < leastFiles)
    return {
      count: 0,
      checked: 1,
      skipped: `${countOf(earlier.length, 'earlier file')} so far, and ${leastFiles} are needed`,
    };
  const { broken, checked, detail, skipped } = judgeDrift(expected, profile, earlier);
  if (skipped !== undefined) return { count: 0, checked, skipped };
  return { count: broken.length, checked, detail: broken.length === 0 ? detail : listOf(broken) };
};

const mostShown = 10;

const listOf = (all: readonly string[]): string =>
  all.slice(0, mostShown).join('; ') + (all.length > mostShown ? ` and ${all.length - mostShown} more` : '');
