import { unwrittenWords } from '@sightglass/model';
import { Link } from '@tanstack/react-router';
import { SimulatedMark } from '../../components/page/SimulatedMark.tsx';
import { Ago, Timestamp } from '../../components/time/Timestamp.tsx';
import { RunStrip } from './RunStrip.tsx';
import { StateGlyph } from '../../components/glyph/StateGlyph.tsx';
import type { RowAttributes } from '../../components/table/LongTable.tsx';
import type { ListedPipeline } from '../../fetch/listed-pipelines.ts';
import { formatCount } from '../../format/number.ts';
import { PipeMark } from '../../pipe/PipeMark.tsx';
import { runLink } from '../../url/run-link.ts';
import { useSentence } from '../../words/use-sentence.ts';

interface Props {
  readonly pipeline: ListedPipeline;
  readonly attributes: RowAttributes;
}

export const PipelineRow = ({ pipeline, attributes }: Props) => {
  const { name, lastRun, strip, freshAt, nextDueAt } = pipeline;
  const unwritten = unwrittenWords(lastRun);
  return (
    <tr
      {...attributes}
      className="border-t md:h-18 border-line last:border-b hover:bg-raised max-md:grid max-md:grid-cols-[1fr_auto] max-md:gap-x-4 max-md:py-3 min-[720px]:max-md:grid-cols-[132px_240px_1fr_minmax(80px,max-content)] min-[720px]:max-md:gap-x-6"
    >
      <NameCell pipeline={pipeline} />
      <td className="max-md:order-2 max-md:pt-2">
        <Link {...runLink(lastRun)} aria-label={`Last run of ${name}`} className="block w-fit">
          <PipeMark run={lastRun} state={pipeline.shown.id} />
        </Link>
      </td>
      <td className="max-md:order-4 max-md:pt-2 min-[720px]:max-md:order-2">
        <RunStrip last={lastRun} strip={strip} />
      </td>
      <td className="text-end text-dim max-md:order-5 max-md:self-center max-md:pt-2 min-[720px]:max-md:order-3">
        <span className="md:sr-only">Last success: </span>
        {freshAt === undefined ? 'never' : <Ago at={freshAt} />}
        {nextDueAt === undefined ? null : (
          <span className="mt-0.5 block text-second">
            next due <Timestamp at={nextDueAt} />
          </span>
        )}
      </td>
      <td className="text-end whitespace-nowrap max-md:order-3 max-md:self-center min-[720px]:max-md:order-4 min-[720px]:max-md:pt-2">
        {unwritten !== undefined ? (
          <span className="text-dim" title={unwritten}>
            –
          </span>
        ) : (
          <>
            {formatCount(lastRun.rows.written)}
            <span className="md:hidden"> rows</span>
            {lastRun.state === 'running' ? <span className="mt-0.5 block text-second text-dim">so far</span> : null}
          </>
        )}
      </td>
    </tr>
  );
};

const NameCell = ({ pipeline }: { pipeline: ListedPipeline }) => {
  const { namespace, name, shown, lastRun } = pipeline;
  return (
    <th scope="row" className="pr-8 max-md:col-span-2 max-md:pr-0 min-[720px]:max-md:col-span-4">
      <div className="flex items-baseline gap-2.5">
        <span className="translate-y-px">
          <StateGlyph shown={shown} isNamed />
        </span>
        <Link
          to="/pipelines/$namespace/$name"
          params={{ namespace, name }}
          data-row
          title={`${namespace} / ${name}`}
          className="min-w-0 truncate font-strong hover:underline"
        >
          {name}
        </Link>
        <span className="max-w-[24ch] min-w-0 shrink truncate text-dim">{namespace}</span>
        <SimulatedMark of={lastRun} />
      </div>
      <Sentence pipeline={pipeline} />
    </th>
  );
};

/** Coloured when the pipeline needs attention; a run that goes on too long is a warning. */
const Sentence = ({ pipeline }: { pipeline: ListedPipeline }) => {
  const words = useSentence(pipeline.sentenceParts);
  const { tone } = pipeline.shown;
  const toneClass = pipeline.needsAttention ? `tone tone-${tone === 'fluid' ? 'warn' : tone}` : 'text-dim';
  return (
    <p title={words} className={`mt-0.5 line-clamp-2 pl-[22px] max-md:line-clamp-3 ${toneClass}`}>
      {words}
    </p>
  );
};
