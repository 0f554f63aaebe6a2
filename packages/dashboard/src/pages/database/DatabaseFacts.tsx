import { databaseSystemNames } from '@sightglass/model';
import type { DatabaseStatus } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { Facts } from '../../components/page/Facts.tsx';
import { Ago, Timestamp } from '../../components/time/Timestamp.tsx';
import { formatDuration } from '../../format/duration.ts';
import { countOf } from '../../format/number.ts';

export const DatabaseFacts = ({ database }: { database: DatabaseStatus }) => {
  const {
    name,
    shown,
    since,
    system,
    host,
    port,
    database: schema,
    lastCheck,
    intervalMs,
    timeoutMs,
    slowMs,
  } = database;
  return (
    <Facts
      facts={[
        { name: 'State', value: shown.word, note: since === null ? '' : <Since at={since} /> },
        { name: 'Database', value: lastCheck?.serverVersion ?? databaseSystemNames[system] },
        { name: 'Address', value: `${host}:${port}`, note: schema },
        { name: 'Connection', value: encryptionOf(database), note: certificateOf(database) },
        {
          name: 'Checked',
          value: `every ${formatDuration(intervalMs)}`,
          note: `slow from ${formatDuration(slowMs)}, times out after ${formatDuration(timeoutMs)}`,
        },
        { name: 'Last checked', value: lastCheck === null ? 'not yet' : <Ago at={lastCheck.checkedAt} /> },
        {
          name: 'Logs',
          value: (
            <Link to="/logs" search={{ q: `pipeline.dependency.name:${JSON.stringify(name)}` }} className="link">
              Every check and change
            </Link>
          ),
        },
      ]}
    />
  );
};

const encryptionOf = ({ lastCheck }: DatabaseStatus): string =>
  lastCheck === null || !lastCheck.ok ? 'not known now' : lastCheck.encrypted ? 'encrypted' : 'not encrypted';

const certificateOf = ({ lastCheck }: DatabaseStatus): string => {
  const certificate = lastCheck?.certificate ?? null;
  if (certificate === null) return '';
  return certificate.daysLeft < 0
    ? 'its certificate has expired'
    : `certificate good for ${countOf(certificate.daysLeft, 'day')}`;
};

const Since = ({ at }: { at: string }) => (
  <>
    since <Timestamp at={at} />
  </>
);
