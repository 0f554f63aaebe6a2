import type { PipelineDetail } from '@sightglass/model/rest';
import { Link, useSearch } from '@tanstack/react-router';
import { Facts, type Fact } from '../../components/page/Facts.tsx';
import { readPipelineSearch } from './pipeline-search.ts';
import { Ago, Timestamp } from '../../components/time/Timestamp.tsx';
import { usualFact } from '../../components/page/usual-fact.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatShare } from '../../format/number.ts';
import { planFacts, settingFacts } from './plan-facts.tsx';

export const PipelineFacts = ({ pipeline }: { pipeline: PipelineDetail }) => {
  const { freshAt, successRate, usual, nextDueAt, plan } = pipeline;
  const {
    state: _,
    measure: __,
    ...range
  } = useSearch({
    from: '/pipelines/$namespace/$name',
    select: readPipelineSearch,
  });
  const facts: (Fact | null)[] = [
    { name: 'Last success', value: freshAt === null ? 'none yet' : <Ago at={freshAt} /> },
    successRate === null ? null : { name: 'Went well', value: formatShare(successRate), note: ofRuns(pipeline) },
    usual === null ? null : usualFact(usual),
    nextDueAt === null || nextDueAt === undefined ? null : { name: 'Next due', value: <Timestamp at={nextDueAt} /> },
    gapFact(pipeline),
    ...settingFacts(pipeline),
    ...unreadableFacts(pipeline),
    ...(plan ? planFacts(plan, pipeline) : []),
    {
      name: 'Logs',
      value: (
        <Link to="/logs" search={{ pipeline: pipeline.name, namespace: pipeline.namespace, ...range }} className="link">
          Search its logs
        </Link>
      ),
    },
  ];
  return <Facts facts={facts.filter((fact) => fact !== null)} />;
};

const settingNames = { schedule: 'Schedule', timeZone: 'Time zone', deadline: 'Deadline' } as const;

/** What was declared and cannot be read: nothing is judged by it. */
const unreadableFacts = ({ unreadable = [] }: PipelineDetail): Fact[] =>
  unreadable.map(({ setting, value, problem }) => ({
    name: `${settingNames[setting]} not readable`,
    value: <code className="font-mono text-second whitespace-pre-wrap">{`"${value}"`}</code>,
    note: problem,
  }));

/** What lateness is judged by where nothing says when data is due. */
const gapFact = ({ nextDueAt, deadline, usualGapMs }: PipelineDetail): Fact | null => {
  if (typeof usualGapMs === 'number')
    return { name: 'New data', value: `usually within ${formatDuration(usualGapMs)}` };
  const isPlanned = (nextDueAt ?? null) !== null || deadline !== null;
  if (isPlanned || usualGapMs === undefined) return null;
  const note = 'so it is not judged as late; declare a schedule or a deadline';
  return { name: 'New data', value: 'how often is not known', note };
};

/** A missed run could not have succeeded, so it does not count. */
const ofRuns = ({ recentRuns }: PipelineDetail): string => {
  const missed = recentRuns.filter(({ state }) => state === 'missed').length;
  return missed === 0 ? 'of recent runs' : `of recent runs that started; ${missed} did not`;
};
