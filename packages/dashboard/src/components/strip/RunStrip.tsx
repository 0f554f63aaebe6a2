import { runStates, shownOfState } from '@sightglass/model';
import type { BriefStrip, RunMark } from '@sightglass/model/rest';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { stripQuery } from '../../fetch/queries.ts';
import { formatDuration } from '../../format/duration.ts';
import { countOf } from '../../format/number.ts';
import { formatTime } from '../../format/time.ts';
import { runLink, type RunName } from '../../url/run-link.ts';
import { layStrip, type StripRun, stripLabel } from './run-strip.ts';
import { slots, Strip } from './Strip.tsx';

interface Props {
  /** The last of them. */
  readonly last: RunName;
  readonly strip: BriefStrip;
}

/** The last runs of a pipeline in a list, oldest first. What each is, is read when somebody points at them. */
export const RunStrip = ({ last, strip }: Props) => {
  const { namespace, pipeline, runId } = last;
  const navigate = useNavigate();
  const client = useQueryClient();
  const [isPointedAt, setPointedAt] = useState(false);
  const query = stripQuery(namespace, pipeline);
  const { data = [] } = useQuery({ ...query, enabled: isPointedAt });
  const shown = runsOf(strip).slice(-slots);
  /** How many runs after the `index`th of these the last of them is. */
  const known = (runs: typeof data, index: number) =>
    runs[runs.findIndex((run) => run.runId === runId) - (shown.length - 1 - index)];
  const open = async (index: number): Promise<void> => {
    const run = known(await client.fetchQuery(query), index);
    if (run !== undefined) await navigate(runLink({ ...last, runId: run.runId }));
  };
  const marks = shown.map((run, index) => {
    const told = known(data, index);
    return {
      key: `${index}`,
      title: told === undefined ? run.shown.word : describeRun(told),
      onPress: () => void open(index),
    };
  });
  return (
    <div className="w-fit" onPointerEnter={() => setPointedAt(true)}>
      <Strip label={stripLabel(shown)} paths={layStrip(shown)} marks={marks} />
    </div>
  );
};

const runsOf = ({ heights, others }: BriefStrip): StripRun[] =>
  heights.map((height, index) => {
    const shown = shownOfState(others[`${index}`] ?? 'succeeded');
    // What is shown otherwise than it ended has succeeded.
    return { durationMs: height, shown, state: runStates.find((state) => state === shown.id) ?? 'succeeded' };
  });

const describeRun = (run: RunMark): string => {
  const { word } = run.shown;
  const at = formatTime(Date.parse(run.startedAt), Date.now());
  if (run.state === 'missed') return `${word}: was due ${at}`;
  return `${word}, ${at}, ${formatDuration(run.durationMs)}, ${countOf(run.rows.written, 'row')}`;
};
