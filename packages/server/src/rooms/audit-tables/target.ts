import { readTarget, TargetError, type Target } from '@sightglass/probes';

/** The database of an audit table, by a URL as `sightglass ping` takes it. Raises TargetError, which never holds the password. */
export const auditTarget = (url: string): Target => {
  const target = readTarget(url);
  if (target.system === 'mysql')
    throw new TargetError('an audit table is read from PostgreSQL or SQL Server, not from MySQL');
  if (target.system === 'postgresql' && target.wantedRole !== 'any')
    throw new TargetError('an audit table is read wherever the database answers; leave target_session_attrs out');
  return target;
};
