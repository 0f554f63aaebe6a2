import type { DriftExpectation, DriftRule } from '@sightglass/model/contract';

const subjects: Readonly<Record<DriftRule, string>> = {
  rows: 'the number of rows is',
  nulls: 'the share of rows without a value is, in each column,',
  distinct: 'the number of different values is, in each column,',
  distribution: 'the values of each column are spread',
  distance: 'the numbers of each column are distributed',
  columns: 'the columns are',
};

/** What is expected: `the number of rows is within 50% of earlier files`. */
export const wantedDrift = ({ rule, limit }: DriftExpectation): string => {
  const subject = subjects[rule];
  if (rule === 'columns') return `${subject} those of earlier files`;
  if (rule === 'distribution') return `${subject} as in earlier files (population stability index at most ${limit})`;
  if (rule === 'distance') return `${subject} as in earlier files (Kolmogorov-Smirnov distance at most ${limit})`;
  return `${subject} within ${limit} of earlier files`;
};

/** What was found, with `detail` of each column. */
export const foundDrift = ({ rule, limit }: DriftExpectation, detail: string): string => {
  switch (rule) {
    case 'rows':
      return `the number of rows is not within ${limit} of earlier files: ${detail}`;
    case 'nulls':
      return `the share of rows without a value differs by more than ${limit} from earlier files: ${detail}`;
    case 'distinct':
      return `the number of different values differs by more than ${limit} from earlier files: ${detail}`;
    case 'distribution':
      return `values are spread otherwise than in earlier files (population stability index above ${limit}): ${detail}`;
    case 'distance':
      return `numbers are distributed otherwise than in earlier files (Kolmogorov-Smirnov distance above ${limit}): ${detail}`;
    case 'columns':
      return `the columns are not those of earlier files: ${detail}`;
  }
};
