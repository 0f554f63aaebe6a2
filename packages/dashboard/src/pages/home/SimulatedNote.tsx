import { isSimulated } from '@sightglass/model';
import { SimulatedMark } from '../../components/page/SimulatedMark.tsx';
import type { ListedPipeline } from '../../fetch/listed-pipelines.ts';

/** Where pipelines of the demo stand among others, so that nobody takes their troubles for real ones. */
export const SimulatedNote = ({ pipelines }: { pipelines: readonly ListedPipeline[] }) => {
  const simulated = pipelines.find(({ lastRun }) => isSimulated(lastRun));
  if (simulated === undefined) return null;
  return (
    <p className="mt-3 text-dim">
      Pipelines marked <SimulatedMark of={simulated.lastRun} /> belong to a company that does not exist: its runs,
      systems and files are made up.
    </p>
  );
};
