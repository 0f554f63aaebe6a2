import { type Sentence, sentenceText } from '@sightglass/model';
import { useTicking } from '../components/time/use-now.ts';
import { bindFigures } from '../format/no-break.ts';
import { dateLanguage } from '../format/language.ts';
import { timeZone } from '../format/zone.ts';

/** A sentence of the server as it reads here and now; `isReasonShown`: the reason of a failure is shown beside it. */
export const useSentence = (parts: Sentence, isReasonShown = false): string =>
  useTicking((nowMs) =>
    bindFigures(sentenceText(parts, { nowMs, isReasonShown, timeZone: timeZone(), language: dateLanguage() })),
  );
