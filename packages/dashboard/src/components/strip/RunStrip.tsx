import { noRowsWord } from '@sightglass/model';
import type { RunMark } from '@sightglass/model/rest';
import { useNavigate } from '@tanstack/react-router';
import { formatDuration } from '../../format/duration.ts';
import { countOf } from '../../format/number.ts';
import { formatTime } from '../../format/time.ts';
import { runLink, type RunName } from '../../url/run-link.ts';
import { layStrip, stripLabel } from './run-strip.ts';
import { slots, Strip } from './Strip.tsx';

interface Props {
  /** Their pipeline. */
  readonly of: Omit<RunName, 'runId'>;
  readonly runs: readonly RunMark[];
}

/** The last runs, oldest first, latest at the right. The run history says the same in a table. */
export const RunStrip = ({ of, runs }: Props) => {
  const navigate = useNavigate();
  const shown = runs.slice(-slots);
  const marks = shown.map((run) => ({
    key: run.runId,
    title: describe(run),
    onPress: () => void navigate(runLink({ ...of, runId: run.runId })),
  }));
  return <Strip label={stripLabel(shown)} paths={layStrip(shown)} marks={marks} />;
};

const describe = (run: RunMark): string => {
  const { word } = run.shown;
  const at = formatTime(Date.parse(run.startedAt), Date.now());
  if (run.state === 'missed') return `${word}: was due ${at}`;
  return `${word}, ${at}, ${formatDuration(run.durationMs)}, ${rowsOf(run)}`;
};

const rowsOf = (run: RunMark): string => {
  if (run.onlyChecked === true) return `${countOf(run.rows.read, 'row')} checked`;
  return run.rowsCounted === false ? noRowsWord(run) : countOf(run.rows.written, 'row');
};
