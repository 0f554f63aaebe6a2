import type { ExpectedPipeline } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { useSentence } from '../../words/use-sentence.ts';

/** Pipelines of the configuration before their first run. */
export const NeverRanList = ({ pipelines }: { pipelines: readonly ExpectedPipeline[] }) =>
  pipelines.length === 0 ? null : (
    <section className="mt-10" aria-label="Never run">
      <h2 className="pb-1 text-name">Never run</h2>
      <ul>
        {pipelines.map((pipeline) => (
          <Item key={`${pipeline.namespace}/${pipeline.name}`} pipeline={pipeline} />
        ))}
      </ul>
    </section>
  );

const Item = ({ pipeline: { namespace, name, sentenceParts } }: { pipeline: ExpectedPipeline }) => {
  const sentence = useSentence(sentenceParts);
  return (
    <li className="flex flex-wrap items-baseline gap-x-2.5 border-t border-line py-3 last:border-b">
      <Link to="/pipelines/$namespace/$name" params={{ namespace, name }} className="font-strong hover:underline">
        {name}
      </Link>
      <span className="text-dim">{namespace}</span>
      <span className="text-dim">{sentence}</span>
    </li>
  );
};
