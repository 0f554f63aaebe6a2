import { knownCounts } from '@sightglass/model';
import type { Run } from '@sightglass/model/rest';
import { formatDuration } from '../../../format/duration.ts';
import { countOf, formatCount } from '../../../format/number.ts';

type Figures = Pick<Run, 'state' | 'durationMs' | 'rows' | 'unexplained' | 'environment' | 'service' | 'version'>;

/** `It took 4 m 12 s, this one 12 s. It wrote 12,431 rows, this one none.`: what differs. Pure. */
export const lastGoodWords = (run: Figures, good: Figures): string => {
  const [written, goodWritten] = [knownCounts(run).written, knownCounts(good).written];
  const sentences = [
    run.state === 'missed'
      ? `It took ${formatDuration(good.durationMs)}.`
      : `It took ${formatDuration(good.durationMs)}, this one ${formatDuration(run.durationMs)}.`,
    goodWritten === null || goodWritten === 0
      ? ''
      : `It wrote ${countOf(goodWritten, 'row')}${run.state === 'missed' ? '' : writtenWords(written)}.`,
    differing('environment', good.environment, run.environment),
    differing('version', good.version ?? null, run.version ?? null),
    differing('service', good.service, run.service),
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
};

/** What nobody counted is not 0. */
const writtenWords = (written: number | null): string =>
  written === null
    ? '; how many this one wrote is not known'
    : `, this one ${written === 0 ? 'none' : formatCount(written)}`;

const differing = (what: string, good: string | null, own: string | null): string =>
  good === own || good === null || own === null ? '' : `Its ${what} was ${good}, that of this one ${own}.`;
