import type { RunDetail } from '@sightglass/model/api';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Pipe } from '../../pipe/Pipe.tsx';
import { ledgerEquation } from '../../pipe/reading.ts';
import { RunFacts } from './RunFacts.tsx';
import { RunHead } from './RunHead.tsx';

export const RunView = ({ run }: { run: RunDetail }) => {
  const search = useSearch({ from: '/runs/$runId' });
  const navigate = useNavigate({ from: '/runs/$runId' });
  return (
    <>
      <RunHead run={run} />
      <RunFacts run={run} />
      <section aria-label="Rows" className="mt-8">
        <Pipe
          run={run}
          chosen={search.stage ?? null}
          rest={ledgerEquation(run.rows, run.rowsDifference)}
          onChoose={(stage, leak) =>
            void navigate({
              search: ({ leak: _leak, ...rest }) => ({ ...rest, stage, ...(leak === null ? {} : { leak }) }),
              resetScroll: false,
            })
          }
        />
      </section>
    </>
  );
};
