import { emptyLedger, type Ledger, nothingUnexplained, type Unexplained } from '@sightglass/model';
import type { BriefPipeline, BriefPipelineList } from '@sightglass/model/rest';

/** A pipeline of a list, with what the answer leaves out. */
export interface ListedPipeline extends Omit<BriefPipeline, 'lastRun'> {
  readonly lastRun: Omit<BriefPipeline['lastRun'], 'rows' | 'unexplained' | 'environment'> & {
    readonly namespace: string;
    readonly pipeline: string;
    readonly environment: string | null;
    readonly rows: Ledger;
    readonly unexplained: Unexplained;
  };
}

export interface ListedPipelines extends Pick<
  BriefPipelineList,
  'total' | 'states' | 'neverRan' | 'sentenceParts' | 'version'
> {
  readonly items: readonly ListedPipeline[];
}

const listed = (brief: BriefPipeline): ListedPipeline => {
  const { environment = null, rows, unexplained = nothingUnexplained, ...run } = brief.lastRun;
  const { namespace, name } = brief;
  const lastRun = {
    ...run,
    namespace,
    pipeline: name,
    environment,
    rows: { ...emptyLedger, ...rows } as Ledger,
    unexplained,
  };
  return { ...brief, lastRun };
};

export const pipelineKey = ({ namespace, name }: { readonly namespace: string; readonly name: string }): string =>
  `${namespace}/${name}`;

/**
 * What is shown once an answer has come: what it holds, and of the list before what it leaves out as unchanged. Undefined when these are not
 * all there are: then all have to be asked for.
 */
export const listedAfter = (
  before: ListedPipelines | undefined,
  { items, total, states, neverRan, sentenceParts, version, isPart }: BriefPipelineList,
): ListedPipelines | undefined => {
  const now = new Map((isPart ? (before?.items ?? []) : []).map((one) => [pipelineKey(one), one]));
  for (const item of items) now.set(pipelineKey(item), listed(item));
  if (isPart && now.size !== total) return undefined;
  return { items: [...now.values()], total, states, neverRan, sentenceParts, version };
};
