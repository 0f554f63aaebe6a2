import type { RunDetail } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { Timestamp } from '../../components/time/Timestamp.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { SimulatedMark } from '../../components/page/SimulatedMark.tsx';
import { StateGlyph } from '../../components/glyph/StateGlyph.tsx';
import { Neighbours } from './parts/Neighbours.tsx';
import { ShareRun } from './parts/ShareRun.tsx';
import { useSentence } from '../../words/use-sentence.ts';

export const RunHead = ({ run, isShared = false }: { run: RunDetail; isShared?: boolean }) => {
  const { word } = run.shown;
  const sentence = useSentence(run.sentenceParts, run.failure !== null);
  return (
    <PageHead tab={`${word}: ${run.pipeline}`} title={sentence} above={<Trail run={run} />}>
      <p role="status" className="sr-only">
        Run {word.toLowerCase()}
      </p>
      {isShared ? null : (
        <>
          <Neighbours run={run} />
          <ShareRun run={run} />
        </>
      )}
    </PageHead>
  );
};

const Trail = ({ run }: { run: RunDetail }) => {
  return (
    <p className="flex flex-wrap items-center gap-x-2">
      <StateGlyph shown={run.shown} isNamed />
      <span className="max-w-[24ch] truncate" title={run.namespace}>
        {run.namespace}
      </span>
      <span aria-hidden="true">/</span>
      <Link
        to="/pipelines/$namespace/$name"
        params={{ namespace: run.namespace, name: run.pipeline }}
        className="link max-w-[40ch] truncate font-strong text-ink"
        title={run.pipeline}
      >
        {run.pipeline}
      </Link>
      <SimulatedMark of={run} />
      <span aria-hidden="true">/</span>
      <span>
        run of <Timestamp at={run.startedAt} />
      </span>
      <span className="font-mono text-second max-sm:hidden" title={run.runId}>
        {run.runId.slice(0, 13)}
      </span>
    </p>
  );
};
