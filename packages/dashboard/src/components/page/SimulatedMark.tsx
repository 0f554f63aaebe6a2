import { isSimulated, simulatedEnvironment } from '@sightglass/model';

/** Beside the name of a pipeline whose run was made up; nothing of all others. */
export const SimulatedMark = ({ of }: { of: { readonly environment: string | null } }) =>
  isSimulated(of) ? <Simulated /> : null;

/** Beside a name or sentence that is about what was made up. */
export const Simulated = () => (
  <span
    title="Made up to show what a company looks like: this never happened"
    className="shrink-0 rounded-mark border border-edge px-1 text-[11px] leading-4 tracking-normal text-dim"
  >
    {simulatedEnvironment}
  </span>
);
