import type { Pipeline } from '@sightglass/model/rest';
import { PipelineRow } from './PipelineRow.tsx';

export const PipelineTable = ({ pipelines }: { pipelines: readonly Pipeline[] }) => (
  <table className="w-full table-fixed border-collapse max-md:block">
    <caption className="sr-only">Pipelines, those that need attention first</caption>
    <colgroup>
      <col />
      <col className="w-40" />
      <col className="w-[252px]" />
      <col className="w-44" />
      <col className="w-24" />
    </colgroup>
    <thead className="head max-md:sr-only">
      <tr>
        <th className="pb-2">Pipeline</th>
        <th className="pb-2">Last run</th>
        <th className="pb-2">Last runs (bar height = duration)</th>
        <th className="pb-2 text-end">Last success</th>
        <th className="pb-2 text-end">Rows</th>
      </tr>
    </thead>
    <tbody className="max-md:block">
      {pipelines.map((pipeline) => (
        <PipelineRow key={`${pipeline.namespace}/${pipeline.name}`} pipeline={pipeline} />
      ))}
    </tbody>
  </table>
);
