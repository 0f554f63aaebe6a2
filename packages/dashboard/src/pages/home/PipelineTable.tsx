import { useRowWindow } from '../../components/table/use-row-window.ts';
import { type ListedPipeline, pipelineKey } from '../../fetch/listed-pipelines.ts';
import { PipelineRow } from './PipelineRow.tsx';
import { useHeldOrder } from './use-held-order.ts';

const rowHeightPx = 73;
const caption = 'Pipelines, those that need attention first';

/** Of many pipelines those in view, in a frame that scrolls; rows keep their places while somebody is among them. */
export const PipelineTable = ({ pipelines }: { pipelines: readonly ListedPipeline[] }) => {
  const { shown, holding } = useHeldOrder(pipelines, pipelineKey);
  const { isWindowed, frame, measureRow, indexes, above, below } = useRowWindow(shown.length, rowHeightPx);
  const scrolled = isWindowed
    ? {
        className: 'max-h-[max(480px,calc(100dvh-12rem))] overflow-y-auto overscroll-y-contain',
        tabIndex: 0,
        role: 'region',
        'aria-label': `${caption}, scrollable`,
      }
    : {};
  return (
    <div ref={frame} {...scrolled}>
      <table
        className="w-full table-fixed border-collapse max-md:block"
        aria-rowcount={isWindowed ? shown.length + 1 : undefined}
        {...holding}
      >
        <caption className="sr-only">{caption}</caption>
        <colgroup>
          <col />
          <col className="w-40" />
          <col className="w-[252px]" />
          <col className="w-44" />
          <col className="w-24" />
        </colgroup>
        <thead className={`head max-md:sr-only ${isWindowed ? 'sticky top-0 z-1 bg-paper' : ''}`}>
          <tr>
            <th className="pb-2">Pipeline</th>
            <th className="pb-2">Last run</th>
            <th className="pb-2">Last runs (bar height = duration)</th>
            <th className="pb-2 text-end">Last success</th>
            <th className="pb-2 text-end">Rows</th>
          </tr>
        </thead>
        <tbody className="max-md:block">
          <Gap height={above} />
          {indexes.flatMap((index) =>
            shown.slice(index, index + 1).map((pipeline) => (
              <PipelineRow
                key={pipelineKey(pipeline)}
                pipeline={pipeline}
                attributes={{
                  ref: measureRow,
                  'data-index': index,
                  'aria-rowindex': isWindowed ? index + 2 : undefined,
                }}
              />
            )),
          )}
          <Gap height={below} />
        </tbody>
      </table>
    </div>
  );
};

/** Stands for the rows that are out of view. */
const Gap = ({ height }: { height: number }) =>
  height <= 0 ? null : (
    <tr aria-hidden="true" className="max-md:block">
      <td style={{ height }} className="border-0 p-0 max-md:block" />
    </tr>
  );
