import type { ExpectedPipelineDetail } from '@sightglass/model/rest';
import { Facts } from '../../components/page/Facts.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { Trail } from '../../components/page/Trail.tsx';
import { Timestamp } from '../../components/time/Timestamp.tsx';
import { useSentence } from '../../words/use-sentence.ts';
import { planFacts, settingFacts } from './plan-facts.tsx';

/** A pipeline of the configuration before its first run. */
export const NeverRan = ({ pipeline }: { pipeline: ExpectedPipelineDetail }) => {
  const { namespace, name, expectedSince, nextDueAt, plan } = pipeline;
  const sentence = useSentence(pipeline.sentenceParts);
  return (
    <>
      <PageHead
        tab={name}
        title={sentence}
        above={<Trail parent={<span className="truncate">{namespace}</span>} name={name} />}
      />
      <Facts
        facts={[
          { name: 'Configured since', value: <Timestamp at={expectedSince} /> },
          ...(nextDueAt === null ? [] : [{ name: 'Next due', value: <Timestamp at={nextDueAt} /> }]),
          ...settingFacts(pipeline),
          ...planFacts(plan, pipeline),
        ]}
      />
      <p className="mt-6 max-w-[68ch] text-dim">
        Its first run appears here by itself. Runs count for it when they come from namespace "{namespace}" and pipeline
        "{name}".
      </p>
    </>
  );
};
