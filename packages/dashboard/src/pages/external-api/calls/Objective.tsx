import { objectiveWords } from '@sightglass/model';
import type { ApiDetail, ErrorBudget } from '@sightglass/model/rest';
import { Part } from '../../../components/page/Part.tsx';
import { countOf, formatCount, formatShare } from '../../../format/number.ts';

interface Props {
  readonly api: ApiDetail;
  /** Of the address; undefined while the configured one holds. */
  readonly chosen: string | undefined;
  readonly onChoose: (objective: string | undefined) => void;
}

const usual = ['0.9', '0.95', '0.99', '0.995', '0.999', '0.9999'];

/** How available it should be, and how much of the failures that allows is left. */
export const Objective = ({ api: { objective, errorBudget }, chosen, onChoose }: Props) => {
  const offered = [...new Set([...usual, ...(chosen === undefined ? [] : [chosen])])].toSorted();
  return (
    <Part
      title="Objective"
      note={
        <select
          aria-label="Objective for availability"
          className="control ml-2 px-2"
          value={chosen ?? ''}
          onChange={(event) => onChoose(event.target.value === '' ? undefined : event.target.value)}
        >
          <option value="">
            {objective === null ? 'None configured' : `${objectiveWords(objective)}, as configured`}
          </option>
          {offered.map((share) => (
            <option key={share} value={share}>
              {objectiveWords(Number(share))}
            </option>
          ))}
        </select>
      }
    >
      {errorBudget === null ? <NoBudget isChosen={(chosen ?? objective) !== null} /> : <Budget budget={errorBudget} />}
    </Part>
  );
};

const NoBudget = ({ isChosen }: { isChosen: boolean }) => (
  <p className="max-w-[68ch] text-dim">
    {isChosen
      ? 'No request was sent in that time, so there is nothing to measure.'
      : 'Choose how available it should be, and see how many failures that still allows. An "objective" under "apis" in the configuration holds for everyone.'}
  </p>
);

const width = 480;

const Budget = ({ budget: { objective, met, allowed, spent, leftShare } }: { budget: ErrorBudget }) => (
  <>
    <p>
      <span className={met ? '' : 'text-warn'}>
        {met
          ? `Met: ${formatShare(leftShare)} of the error budget is left.`
          : `Missed: the error budget is used up${timesOver(spent, allowed)}.`}
      </span>{' '}
      <span className="text-dim">
        {objectiveWords(objective)} allows {countOf(Math.floor(allowed), 'failed request')} in that time;{' '}
        {formatCount(spent)} failed by the API’s fault.
      </span>
    </p>
    <svg
      width={width}
      height="10"
      viewBox={`0 0 ${width} 10`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${formatShare(leftShare)} of the error budget is left`}
      className="mt-2 block max-w-full"
    >
      <rect x="0.5" y="0.5" width={width - 1} height="9" fill="none" stroke="var(--edge)" />
      {leftShare === 0 ? null : <rect width={Math.max(2, leftShare * width)} height="10" fill="var(--liquid)" />}
    </svg>
  </>
);

/** ` 3.2 times over`; nothing of less than a tenth more than allowed, or where not even one is. */
const timesOver = (spent: number, allowed: number): string =>
  allowed < 1 || spent / allowed < 1.1 ? '' : ` ${(spent / allowed).toFixed(1)} times over`;
