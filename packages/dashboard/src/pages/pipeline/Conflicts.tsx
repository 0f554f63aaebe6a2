import type { PipelinePlan } from '@sightglass/model/rest';

/** Where the configuration and the program of a pipeline differ. */
export const Conflicts = ({ plan }: { plan: PipelinePlan | null | undefined }) => {
  const conflicts = plan?.conflicts ?? [];
  if (conflicts.length === 0) return null;
  return (
    <section
      aria-label="Configuration and program differ"
      className="mt-6 max-w-[68ch] border-l-2 border-warn py-1 pl-4"
    >
      <h2 className="text-name">The configuration and the program differ.</h2>
      <ul className="mt-1 text-dim">
        {conflicts.map(({ setting, words }) => (
          <li key={setting}>{words}</li>
        ))}
      </ul>
    </section>
  );
};
