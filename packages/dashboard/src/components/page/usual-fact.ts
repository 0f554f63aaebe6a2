import { usualSampleWords, usualWord } from '@sightglass/model';
import type { UsualFigures } from '@sightglass/model/rest';
import { formatDuration } from '../../format/duration.ts';
import type { Fact } from './Facts.tsx';

/** How long a run usually takes, and of which runs that is known. */
export const usualFact = (usual: UsualFigures): Fact => ({
  name: usualWord(usual) === 'usually' ? 'Usually takes' : 'Took earlier',
  value: formatDuration(usual.durationMs),
  note: usualSampleWords(usual),
});
