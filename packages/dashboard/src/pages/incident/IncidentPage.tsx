import type { IncidentDetail } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Awaited } from '../../components/answer/Awaited.tsx';
import type { AnswerError } from '../../components/answer/error-words.ts';
import { LoadingRows } from '../../components/answer/Notice.tsx';
import { useShownError } from '../../components/answer/use-shown-error.ts';
import { IncidentGlyph } from '../../components/glyph/IncidentGlyph.tsx';
import { type Fact, Facts } from '../../components/page/Facts.tsx';
import { Simulated } from '../../components/page/SimulatedMark.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { Part } from '../../components/page/Part.tsx';
import { Ago, Timestamp } from '../../components/time/Timestamp.tsx';
import { incidentQuery } from '../../fetch/incidents/read.ts';
import { useSimulatedIncidents } from '../../fetch/use-simulated.ts';
import { countOf } from '../../format/number.ts';
import { useSentence } from '../../words/use-sentence.ts';
import { Acts } from './Acts.tsx';
import { AlertTable } from './AlertTable.tsx';
import { Timeline } from './Timeline.tsx';
import { WhoWasTold } from './WhoWasTold.tsx';

const route = getRouteApi('/incidents/$no');

export const IncidentPage = () => {
  const { no } = route.useParams();
  const isNumber = /^0*[1-9]\d{0,8}$/u.test(no);
  const query = useQuery({ ...incidentQuery(no), enabled: isNumber });
  const error = useShownError(query);
  if (!isNumber)
    return (
      <>
        <NotRead />
        <p className="text-dim">Incidents have numbers: this address may be cut short.</p>
      </>
    );
  return (
    <>
      {query.data === undefined && error !== null ? <NotRead error={error} /> : null}
      <Awaited query={query} what="The incident" loading={<LoadingRows rows={8} height={32} what="the incident" />}>
        {(incident) => <IncidentView incident={incident} />}
      </Awaited>
    </>
  );
};

const NotRead = ({ error }: { readonly error?: AnswerError }) => (
  <PageHead
    tab="Incident"
    above={
      <Link to="/incidents" className="link">
        Incidents
      </Link>
    }
    title={
      error === undefined || error.status === 404 ? 'There is no such incident.' : 'This incident could not be read.'
    }
  />
);

const IncidentView = ({ incident }: { readonly incident: IncidentDetail }) => {
  const { no, title, shown, severity, sentenceParts, severityWhy, alerts, alertCount, mergedInto, againOf, times } =
    incident;
  const sentence = useSentence(sentenceParts);
  const why = useSentence(severityWhy.sentenceParts);
  const isSimulated = useSimulatedIncidents([incident])(incident);
  return (
    <>
      <PageHead
        tab={`INC-${no} ${title}`}
        title={title}
        above={
          <span className="flex items-center gap-2">
            <Link to="/incidents" className="link">
              Incidents
            </Link>
            <IncidentGlyph shown={shown} />
            {`INC-${no} · ${severity} · ${shown.word}`}
            {isSimulated ? <Simulated /> : null}
          </span>
        }
      >
        <p className="mt-3 max-w-[84ch] wrap-anywhere">{sentence}</p>
        <p className="mt-1 max-w-[84ch] text-dim">{why}</p>
        {mergedInto === null ? null : (
          <p className="mt-2">
            It is part of <IncidentLink no={mergedInto} /> now.
          </p>
        )}
        {againOf === null ? null : (
          <p className="mt-2">
            {`The ${ordinal(times)} about the same in a row; the one before was `}
            <IncidentLink no={againOf} />.
          </p>
        )}
        <Acts incident={incident} />
      </PageHead>
      <Facts facts={factsOf(incident)} />
      <Part title="Alerts in it" note={alertCount > alerts.length ? `${alerts.length} of ${alertCount}` : undefined}>
        <AlertTable alerts={alerts} />
      </Part>
      <WhoWasTold no={no} />
      <Part title="What happened">
        <Timeline entries={incident.timeline} />
      </Part>
    </>
  );
};

const IncidentLink = ({ no }: { readonly no: number }) => (
  <Link to="/incidents/$no" params={{ no: String(no) }} className="link">
    {`INC-${no}`}
  </Link>
);

const ordinal = (count: number): string => (count === 2 ? 'second' : count === 3 ? 'third' : `${count}th`);

const factsOf = (incident: IncidentDetail): Fact[] => {
  const { firstBadAt, openedAt, acknowledgedAt, acknowledgedBy, owner, resolvedAt, resolvedBy, pipelineCount } =
    incident;
  return [
    { name: 'In trouble since', value: <Timestamp at={firstBadAt} />, note: <Ago at={firstBadAt} /> },
    { name: 'Opened', value: <Timestamp at={openedAt} /> },
    acknowledgedAt === null
      ? { name: 'Seen', value: 'by nobody yet' }
      : { name: 'Seen', value: <Timestamp at={acknowledgedAt} />, note: `by ${acknowledgedBy ?? 'somebody'}` },
    { name: 'Taken care of by', value: owner ?? 'nobody yet' },
    { name: 'Pipelines', value: pipelineCount === 0 ? 'none' : countOf(pipelineCount, 'pipeline') },
    ...(resolvedAt === null
      ? []
      : [
          {
            name: 'Over',
            value: <Timestamp at={resolvedAt} />,
            note: resolvedBy === null ? 'by itself' : `closed by ${resolvedBy}`,
          },
        ]),
  ];
};
