import { pipelineNames, rowsAffectedIn, uncountedWords } from '@sightglass/model';
import type { ApiDetail } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import type { TimeRange } from '../../url/time-range.ts';
import { isAvailabilityLow } from '../../external-apis/low-availability.ts';
import { Facts, type Fact } from '../../components/page/Facts.tsx';
import { Ago } from '../../components/time/Timestamp.tsx';
import { formatDuration } from '../../format/duration.ts';
import { countOf, formatBytes, formatCount, formatShare } from '../../format/number.ts';

/** The totals of its calls in the chosen time. */
export const ApiFacts = ({ api, range }: { api: ApiDetail; range: TimeRange }) => (
  <Facts facts={[...callFacts(api), ...timeFacts(api), ...originFacts(api, range)]} />
);

const callFacts = (api: ApiDetail): Fact[] => {
  const { requests, calls, failed, retries, cacheHits, notSent } = api;
  const notes = [
    ...(calls === requests ? [] : [`for ${countOf(calls, 'call')}`]),
    ...(retries === 0 ? [] : [`${formatCount(retries)} repeated`]),
    ...(cacheHits === 0 ? [] : [`${formatCount(cacheHits)} spared by the cache`]),
  ];
  return [
    availableFact(api),
    { name: 'Requests', value: formatCount(requests), note: notes.join(', ') },
    { name: 'Failed', value: <Loud count={failed} tone="text-bad" /> },
    ...(notSent === 0 ? [] : [{ name: 'Not sent', value: <Loud count={notSent} tone="text-warn" /> }]),
    { name: 'Rows affected', value: <Loud count={rowsAffectedIn(api.rowsAffected)} tone="text-warn" /> },
  ];
};

/** Beside its share, what that does not count: failures of the caller, and what was not sent. */
const availableFact = ({ availability, errors, shown }: ApiDetail): Fact => {
  const uncounted = uncountedWords(errors);
  return {
    name: 'Available',
    value:
      availability === null ? (
        'no requests'
      ) : (
        <span className={isAvailabilityLow(shown.id) ? `tone tone-${shown.tone}` : ''}>
          {formatShare(availability)}
        </span>
      ),
    ...(uncounted === '' ? {} : { note: `not counted: ${uncounted}` }),
  };
};

const Loud = ({ count, tone }: { count: number; tone: string }) => (
  <span className={count === 0 ? '' : tone}>{formatCount(count)}</span>
);

const timeFacts = ({ durationMs, firstByteMs, connectMs, connects, bytesReceived }: ApiDetail): Fact[] =>
  durationMs === null
    ? []
    : [
        ...(['p50', 'p95', 'p99'] as const).map((name) => ({ name, value: formatDuration(durationMs[name]) })),
        { name: 'Slowest', value: formatDuration(durationMs.max) },
        ...(firstByteMs ? [{ name: 'First byte', value: formatDuration(firstByteMs), note: 'on average' }] : []),
        ...(connectMs === null || connects === 0
          ? []
          : [{ name: 'Connects', value: formatCount(connects), note: `in ${formatDuration(connectMs)}` }]),
        { name: 'Received', value: bytesReceived === null ? '–' : formatBytes(bytesReceived) },
      ];

const originFacts = ({ name, servers, callers, lastAt }: ApiDetail, range: TimeRange): Fact[] => [
  ...(servers.length === 0 ? [] : [{ name: 'Address', value: servers.join(', ') }]),
  ...(callers.length === 0 ? [] : [{ name: 'Called by', value: <Callers callers={callers} /> }]),
  ...(callers.length === 0 ? [] : [{ name: 'Breaker shared by', value: sharersOf(callers) }]),
  ...(lastAt === null ? [] : [{ name: 'Last called', value: <Ago at={lastAt} /> }]),
  {
    name: 'Logs',
    value: (
      <Link to="/logs" search={{ q: `pipeline.dependency.name:${JSON.stringify(name)}`, ...range }} className="link">
        Its log records
      </Link>
    ),
  },
];

const sharersOf = (callers: ApiDetail['callers']): string => {
  const sharing = callers.filter(({ sharesBreaker }) => sharesBreaker).length;
  if (callers.length === 1) return `${sharing === 1 ? '' : 'not by '}the one pipeline that called it`;
  return `${sharing === 0 ? 'none' : formatCount(sharing)} of the ${countOf(callers.length, 'pipeline')} that called it`;
};

const mostCallers = 8;

const Callers = ({ callers }: { callers: ApiDetail['callers'] }) => {
  const nameOf = pipelineNames(callers);
  return (
    <>
      {callers.slice(0, mostCallers).map((caller, index) => (
        <span key={`${caller.namespace} / ${caller.pipeline}`}>
          {index === 0 ? '' : ', '}
          <Link
            to="/pipelines/$namespace/$name"
            params={{ namespace: caller.namespace, name: caller.pipeline }}
            title={`${caller.namespace} / ${caller.pipeline}`}
            className="link"
          >
            {nameOf(caller)}
          </Link>
        </span>
      ))}
      {callers.length > mostCallers ? ` and ${formatCount(callers.length - mostCallers)} more` : ''}
    </>
  );
};
