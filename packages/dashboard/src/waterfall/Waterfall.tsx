import { EmptyNotice } from '../components/answer/Notice.tsx';
import { countOf } from '../format/number.ts';
import { Overview } from './Overview.tsx';
import { Ruler } from './Ruler.tsx';
import { SpanGrid } from './SpanGrid.tsx';
import { SpanPanel } from './SpanPanel.tsx';
import type { ShownTrace } from './tree.ts';
import { useWaterfall } from './use-waterfall.ts';
import { WaterfallBar } from './WaterfallBar.tsx';

interface Props {
  readonly trace: ShownTrace;
  readonly chosen: string | null;
  readonly onChoose: (spanId: string | null) => void;
}

/** The spans of a trace: an overview of all of it, and below it the part that is looked at. */
export const Waterfall = ({ trace, chosen, onChoose }: Props) => {
  const state = useWaterfall(trace, chosen);
  if (trace.spans.length === 0) {
    return <EmptyNotice title="No spans yet.">Spans appear here when they end. No need to reload.</EmptyNotice>;
  }
  const errors = trace.spans.filter(({ status }) => status === 'ERROR').length;
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-2 pb-3">
        <h2 className="text-name">Spans</h2>
        <p className="text-dim">
          {trace.truncated ? 'the first ' : ''}
          {countOf(trace.spans.length, 'span')}
          {trace.truncated ? '; the trace has more than are drawn' : ''}
          {errors === 0 ? '' : ', '}
          {errors === 0 ? null : (
            <button type="button" className="link text-bad" onClick={() => state.setWords('error')}>
              {countOf(errors, 'error')}
            </button>
          )}
        </p>
        <WaterfallBar state={state} />
      </div>
      <Overview trace={trace} state={state} />
      <div className={chosen === null ? '' : 'grid gap-x-8 lg:grid-cols-[minmax(0,1fr)_400px]'}>
        <div className="min-w-0">
          <Ruler view={state.view} />
          <SpanGrid state={state} chosen={chosen} onChoose={onChoose} />
        </div>
        {chosen === null ? null : <SpanPanel traceId={trace.traceId} spanId={chosen} onClose={() => onChoose(null)} />}
      </div>
    </>
  );
};
