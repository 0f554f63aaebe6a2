import type { AlertItem } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { Glyph } from '../../components/glyph/Glyph.tsx';
import { LongTable } from '../../components/table/LongTable.tsx';
import { cell, headCell } from '../../components/table/table.ts';
import { Ago } from '../../components/time/Timestamp.tsx';
import { runLink } from '../../url/run-link.ts';

const rowHeight = 33;

/** What the incident is made of. */
export const AlertTable = ({ alerts }: { readonly alerts: readonly AlertItem[] }) => (
  <LongTable
    caption="Alerts in this incident"
    rows={alerts}
    rowHeight={rowHeight}
    head={
      <tr>
        <th className={`${headCell} w-full`}>Alert</th>
        <th className={headCell}>State</th>
        <th className={headCell}>Run</th>
        <th className={headCell}>Since</th>
      </tr>
    }
    row={(alert, attributes) => (
      <tr key={alert.id} {...attributes} className="hover:bg-raised">
        <th scope="row" className={`${cell} max-w-0 min-w-[18ch] truncate max-sm:max-w-full max-sm:basis-full`}>
          <SubjectLink alert={alert} />
        </th>
        <td className={`${cell} whitespace-nowrap`}>
          <span className="flex items-center gap-2">
            <Glyph shape={shapes[alert.state]} tone={alert.state === 'resolved' ? 'fluid' : 'warn'} />
            {stateWords(alert)}
          </span>
        </td>
        <td className={`${cell} whitespace-nowrap`}>
          <RunOf alert={alert} />
        </td>
        <td className={`${cell} whitespace-nowrap text-dim`}>
          <Ago at={alert.state === 'resolved' ? alert.since : alert.firstBadAt} />
        </td>
      </tr>
    )}
  />
);

const shapes = { pending: 'dottedRing', firing: 'triangle', recovering: 'halfRing', resolved: 'disc' } as const;
const words = {
  pending: 'Not yet long enough',
  firing: 'In trouble',
  recovering: 'Well for a moment',
  resolved: 'Over',
} as const;

/** Why it is quiet is said, too. */
const stateWords = ({ state, notJudgedSince, flappingSince, runs }: AlertItem): string => {
  if (notJudgedSince !== null) return 'Cannot be judged now';
  if (flappingSince !== null) return 'Comes and goes';
  return state === 'firing' && runs > 1 ? `${words.firing}, ${runs} runs` : words[state];
};

const SubjectLink = ({ alert: { subject, title } }: { readonly alert: AlertItem }) => {
  const { kind, namespace, name } = subject;
  const shared = { title, 'data-row': true, className: 'link' } as const;
  if (kind === 'pipeline')
    return (
      <Link to="/pipelines/$namespace/$name" params={{ namespace, name }} {...shared}>
        {title}
      </Link>
    );
  if (kind === 'database' || kind === 'api')
    return (
      <Link to={kind === 'api' ? '/apis/$name' : '/databases/$name'} params={{ name }} {...shared}>
        {title}
      </Link>
    );
  return <span title={title}>{title}</span>;
};

const RunOf = ({ alert: { subject, runId } }: { readonly alert: AlertItem }) =>
  runId === null || subject.kind !== 'pipeline' ? (
    <span className="text-dim">none</span>
  ) : (
    <Link {...runLink({ namespace: subject.namespace, pipeline: subject.name, runId })} className="link font-mono">
      {runId.slice(0, 8)}
    </Link>
  );
