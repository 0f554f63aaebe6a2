import type { RunDetail } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { PageHead } from '../../components/page/PageHead.tsx';

/** The page of a missed run was open when the run started after all. */
export const TurnedUp = ({ run: { namespace, pipeline } }: { run: RunDetail }) => (
  <PageHead tab={`Started: ${pipeline}`} above={`${namespace} / ${pipeline}`} title="It has started after all.">
    <p className="mt-4">
      <Link to="/pipelines/$namespace/$name" params={{ namespace, name: pipeline }} className="control">
        Go to its runs
      </Link>
    </p>
  </PageHead>
);
