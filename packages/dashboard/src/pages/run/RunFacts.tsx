import {
  type HostClock,
  hostClockWords,
  isLateDelivery,
  isSimulated,
  usualSampleWords,
  usualWord,
} from '@sightglass/model';
import type { RunDetail, UsualFigures } from '@sightglass/model/rest';
import { Deadline } from '../../components/time/Deadline.tsx';
import { Facts, type Fact } from '../../components/page/Facts.tsx';
import { Timestamp } from '../../components/time/Timestamp.tsx';
import { useTicking } from '../../components/time/use-now.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatBytes, formatCount } from '../../format/number.ts';

export const RunFacts = ({ run }: { run: RunDetail }) => {
  const startedAt = Date.parse(run.runningSince ?? run.startedAt);
  const elapsed = useTicking((now) => formatDuration(run.state === 'running' ? now - startedAt : run.durationMs));
  return <Facts facts={[...timeFacts(run, elapsed), ...rowFacts(run), ...machineFacts(run), ...originFacts(run)]} />;
};

const timeFacts = (run: RunDetail, elapsed: string): Fact[] => [
  {
    name: 'Started',
    value: <Timestamp at={run.startedAt} />,
    ...(run.trigger === null ? {} : { note: `by ${run.trigger}` }),
  },
  {
    name: durationWord(run.state),
    value: elapsed,
    ...(run.usual === null ? {} : { note: usualNote(run.usual) }),
  },
  ...deadlineFacts(run),
];

/** Says once on the page of which runs that is. */
const usualNote = (usual: UsualFigures): string =>
  `${usualHead(usual)} ${formatDuration(usual.durationMs)} ${usualSampleWords(usual)}`;

/** `usually 98 ms`, `earlier: 98 ms`: without the colon it reads as if this run was earlier. */
const usualHead = (usual: UsualFigures): string => {
  const word = usualWord(usual);
  return word === 'earlier' ? `${word}:` : word;
};

/** A run that fell silent may have gone on: what is known is the time of its last event. */
const durationWord = (state: RunDetail['state']): string => {
  if (state === 'running') return 'Running for';
  return state === 'lost' ? 'Ran for at least' : 'Duration';
};

export const deadlineFacts = ({ deadline, stageDeadlines = [] }: RunDetail): Fact[] => [
  ...(deadline === null || deadline === undefined
    ? []
    : [{ name: 'Deadline', value: <Deadline deadline={deadline} /> }]),
  ...stageDeadlines.map((one) => ({ name: `Deadline of ${one.stage}`, value: <Deadline deadline={one} /> })),
];

const rowFacts = (run: RunDetail): Fact[] => {
  const { rows, durationMs, usual } = run;
  if (run.onlyChecked === true) return [{ name: 'Rows checked', value: formatCount(rows.read) }];
  if (run.rowsCounted === false) return [{ name: 'Rows', value: 'not reported' }];
  if (rows.read === 0 && rows.written === 0) return [];
  return [
    {
      name: 'Rows written',
      value: formatCount(rows.written),
      ...(usual === null || usual.rejectedShare === null
        ? {}
        : { note: `${usualHead(usual)} ${formatCount(usual.rowsWritten)}` }),
    },
    ...(durationMs === 0 ? [] : [{ name: 'Rows a second', value: formatCount((rows.written / durationMs) * 1000) }]),
  ];
};

const machineFacts = ({ resources }: RunDetail): Fact[] => [
  ...(resources.cpuTimeMs === null ? [] : [{ name: 'CPU time', value: formatDuration(resources.cpuTimeMs) }]),
  ...(resources.peakRssBytes === null ? [] : [{ name: 'Peak memory', value: formatBytes(resources.peakRssBytes) }]),
];

const originFacts = (run: RunDetail): Fact[] => [
  { name: 'From', value: run.service, ...(run.host === null ? {} : { note: `on ${run.host}` }) },
  ...(run.environment === null ? [] : [{ name: 'Environment', value: run.environment }]),
  ...(run.version ? [{ name: 'Version', value: run.version }] : []),
  ...(run.owner === null ? [] : [{ name: 'Owner', value: run.owner }]),
  ...(run.clock ? [clockFact(run, run.clock)] : []),
  ...exitFacts(run),
];

/** What is made up arrives whenever it is sent. */
const clockFact = (run: RunDetail, clock: HostClock): Fact =>
  isLateDelivery(clock) || (isSimulated(run) && !clock.isCertain)
    ? { name: 'Arrived', value: `${formatDuration(clock.behindMs)} after its last event` }
    : { name: 'Clock of the host', value: hostClockWords(clock) };

const exitFacts = ({ commandArgs, exitCode, exitSignal }: RunDetail): Fact[] => [
  ...(commandArgs === null
    ? []
    : [{ name: 'Command', value: <code className="font-mono text-second">{commandArgs.join(' ')}</code> }]),
  ...(exitSignal === null ? [] : [{ name: 'Ended by', value: exitSignal }]),
  ...(exitCode === null ? [] : [{ name: 'Exit code', value: exitCode }]),
];
