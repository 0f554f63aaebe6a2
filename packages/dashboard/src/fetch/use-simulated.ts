import { isSimulated, simulatedEnvironment } from '@sightglass/model';
import { useQuery } from '@tanstack/react-query';
import type { ListedPipeline } from './listed-pipelines.ts';
import { pipelinesOnceQuery } from './queries.ts';

type Named = Pick<ListedPipeline, 'namespace' | 'name' | 'lastRun'>;

/** Hosts, contracts and folders of what is made up are named so: `dwh.simulated`, `/simulated/inbox`. */
export const looksSimulated = (name: string): boolean =>
  name.endsWith(`.${simulatedEnvironment}`) || name.startsWith(`/${simulatedEnvironment}/`);

/**
 * Whether all known pipelines that `is` finds are made up; of none, no. The pipelines are read only where something looks made up
 * (`isLikely`), so that nobody else waits for them.
 */
export const useSimulated = (isLikely: boolean): ((is: (pipeline: Named) => boolean) => boolean) => {
  const { data } = useQuery({ ...pipelinesOnceQuery(), enabled: isLikely });
  return (is) => {
    const found = data?.items.filter(is) ?? [];
    return found.length > 0 && found.every(({ lastRun }) => isSimulated(lastRun));
  };
};

interface UsedBy {
  readonly namespace: string;
  readonly name: string;
  readonly writers: readonly { readonly namespace: string; readonly pipeline: string }[];
  readonly readers: readonly { readonly namespace: string; readonly pipeline: string }[];
}

const mayBeSimulated = ({ namespace, name }: UsedBy): boolean =>
  looksSimulated(namespace.replace(/:\d+$/u, '')) || looksSimulated(name);

/** Whether all known pipelines that use a dataset are made up. */
export const useSimulatedDatasets = (datasets: readonly UsedBy[]): ((dataset: UsedBy) => boolean) => {
  const areSimulated = useSimulated(datasets.some(mayBeSimulated));
  return (dataset) =>
    mayBeSimulated(dataset) &&
    areSimulated((known) =>
      [...dataset.writers, ...dataset.readers].some(
        ({ namespace, pipeline }) => namespace === known.namespace && pipeline === known.name,
      ),
    );
};

/** Whether all known pipelines of an incident are made up. */
export const useSimulatedIncidents = (
  incidents: readonly { readonly pipelines: readonly string[] }[],
): ((incident: { readonly pipelines: readonly string[] }) => boolean) => {
  const areSimulated = useSimulated(incidents.length > 0);
  return ({ pipelines }) => areSimulated(({ namespace, name }) => pipelines.includes(`${namespace}/${name}`));
};
