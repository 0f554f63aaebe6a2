import type { SystemKind } from '@sightglass/model';
import { NoApis } from './apis/NoApis.tsx';
import { NoDatabases } from './databases/NoDatabases.tsx';
import { HowTo } from './HowTo.tsx';
import { withBase } from '../../url/base-path.ts';

/** Why the list is empty, and how it fills: in short, or the whole guide of the kind that is chosen. */
export const NoSystems = ({ kind }: { readonly kind: SystemKind | undefined }) => {
  if (kind === 'database') return <NoDatabases />;
  if (kind === 'api') return <NoApis />;
  if (kind === 'file-store')
    return (
      <p className="max-w-[60ch] text-dim">
        A file store, such as a bucket or an SFTP server, appears here once a run has reported a dataset in it. Choose a
        longer time to see earlier ones.{' '}
        <a className="link" href={withBase('/docs/guides/report-datasets')}>
          How to report datasets
        </a>
      </p>
    );
  return (
    <div className="grid gap-3">
      {kind === 'host' ? null : (
        <>
          <HowTo kind="database">The server checks the databases its configuration names.</HowTo>
          <HowTo kind="api">An API appears here once a run has called it, or the server probes it.</HowTo>
        </>
      )}
      <p className="max-w-[60ch] text-dim">
        A host appears here once a run on it has reported its host.name, as the SDK and sightglass exec do by
        themselves.
        {kind === 'host' ? ' Choose a longer time to see earlier ones.' : ''}
      </p>
    </div>
  );
};
