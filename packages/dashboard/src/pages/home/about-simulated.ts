import { isSimulated } from '@sightglass/model';
import type { ListedPipeline } from '../../fetch/listed-pipelines.ts';

type Named = Pick<ListedPipeline, 'name'> & { readonly lastRun: Pick<ListedPipeline['lastRun'], 'environment'> };

/** Whether the pipeline the sentence begins with was made up, and none of that name is real. */
export const isAboutSimulated = (sentence: string, pipelines: readonly Named[]): boolean => {
  const meant = pipelines.filter(({ name }) => /^:?\s/u.test(afterName(sentence, name)));
  return meant.length > 0 && meant.every(({ lastRun }) => isSimulated(lastRun));
};

const afterName = (sentence: string, name: string): string =>
  sentence.startsWith(name) ? sentence.slice(name.length) : '';
