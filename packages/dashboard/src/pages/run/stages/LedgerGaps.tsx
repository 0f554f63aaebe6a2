import { countUnexplained } from '@sightglass/model';
import type { RunDetail } from '@sightglass/model/rest';
import { useMemo, useState } from 'react';
import { formatCount } from '../../../format/number.ts';
import { planPipe, type PlannedSection } from '../../../pipe/plan/plan.ts';
import { beforeReading, insideReading } from '../../../pipe/reading.ts';

const mostShown = 8;

/** Each place where rows are missing or extra, in a sentence, the most rows first; where the run was cut short, calmly. */
export const LedgerGaps = ({ run }: { run: RunDetail }) => {
  const sentences = useMemo(() => gapSentences(planPipe(run).sections), [run]);
  const [isWhole, setWhole] = useState(false);
  const left = sentences.length - mostShown;
  if (sentences.length === 0) return null;
  return (
    <ul className="mt-3 border-l-2 border-line pl-4">
      {sentences.slice(0, isWhole ? undefined : mostShown).map(({ words, isCalm }) => (
        <li key={words} className={`wrap-anywhere ${isCalm ? 'text-dim' : 'text-warn'}`}>
          {words}.
        </li>
      ))}
      {left <= 0 || isWhole ? null : (
        <li>
          <button type="button" className="link" onClick={() => setWhole(true)}>
            {formatCount(left)} more
          </button>
        </li>
      )}
    </ul>
  );
};

const gapSentences = (sections: readonly PlannedSection[]) =>
  sections
    .flatMap((planned) => [
      {
        rows: countUnexplained(planned.gapBefore),
        words: () => beforeReading(planned),
        isCalm: planned.isCutShortBefore,
      },
      {
        rows: countUnexplained(planned.gapInside),
        words: () => insideReading(planned),
        isCalm: planned.isCutShortInside,
      },
    ])
    .filter(({ rows }) => rows > 0)
    .sort((a, b) => b.rows - a.rows)
    .map(({ words, isCalm }) => ({ words: words(), isCalm }));
