import { Copyable } from '../../../components/page/Copyable.tsx';

const call = `import { api } from '@sightglass/sdk';

const airports = api('airports', {
  baseUrl: 'https://airports.example.com',
  policy: { fallback: 'load-unenriched' },
});`;
const watch = `apis:
  - name: airports
    url: https://airports.example.com/health
    objective: 0.995`;

/** Why the page is empty, and how it fills. */
export const NoApis = () => (
  <div className="grid max-w-[92ch] grid-cols-[minmax(0,1fr)] gap-6">
    <p className="max-w-[60ch] text-dim">
      An API appears here once a run has called it, or the server probes it. Choose a longer time to see earlier ones.
    </p>
    <section>
      <h2 className="mb-2">
        Call it with a policy for failed calls; clients you already have can be observed as they are.
      </h2>
      <Copyable label="In the pipeline" text={call} />
    </section>
    <section>
      <h2 className="mb-2">Let the server probe it, and set the availability it should have.</h2>
      <Copyable label="sightglass.yaml" text={watch} />
    </section>
  </div>
);
