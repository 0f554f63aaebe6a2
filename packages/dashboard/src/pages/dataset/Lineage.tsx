import type { DatasetConsumer, DatasetDetail, DatasetProducer } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { DatasetStateWord } from '../../components/dataset/DatasetState.tsx';
import { StateGlyph } from '../../components/glyph/StateGlyph.tsx';
import { Timestamp } from '../../components/time/Timestamp.tsx';
import { countOf, formatCount } from '../../format/number.ts';
import { runLink } from '../../url/run-link.ts';
import { useSentence } from '../../words/use-sentence.ts';

/** What writes a dataset at the left, what reads it at the right; on a phone one below the other. */
export const Lineage = ({ dataset }: { dataset: DatasetDetail }) => {
  const affected = dataset.consumers.filter(({ effect }) => effect !== null).length;
  return (
    <section aria-label="Lineage" className="mt-10">
      <h2 className="mb-3 text-name">
        Lineage{' '}
        {affected === 0 ? null : (
          <span className="tone tone-warn text-body tracking-normal">
            {affected === dataset.consumers.length && affected > 1
              ? `all ${formatCount(affected)} readers are affected`
              : `${countOf(affected, 'reader')} ${affected === 1 ? 'is' : 'are'} affected`}
          </span>
        )}
      </h2>
      <div className="grid items-center gap-x-3 gap-y-2 lg:grid-cols-[minmax(0,1fr)_auto_minmax(0,22rem)_auto_minmax(0,1fr)]">
        <Side name="Written by" none="No run has reported writing it." items={dataset.producers}>
          {(producer) => <Producer key={keyOf(producer)} producer={producer} />}
        </Side>
        <Arrow />
        <p className="min-w-0 border border-edge px-3 py-2 text-center" title={`${dataset.namespace}\n${dataset.name}`}>
          <span className="line-clamp-3 font-mono text-second wrap-anywhere">
            <Breakable name={dataset.name} />
          </span>
        </p>
        <Arrow />
        <Side name="Read by" none="No run has reported reading it." items={dataset.consumers}>
          {(consumer) => <Consumer key={keyOf(consumer)} consumer={consumer} />}
        </Side>
      </div>
    </section>
  );
};

/** A long name is broken after a dot or a slash before it is broken within a word. */
const Breakable = ({ name }: { name: string }) =>
  name.split(/(?<=[./])/u).map((part, index) => (
    // eslint-disable-next-line react/no-array-index-key
    <Fragment key={index}>
      {index === 0 ? null : <wbr />}
      {part}
    </Fragment>
  ));

const keyOf = ({ namespace, pipeline }: { namespace: string; pipeline: string }): string => `${namespace} ${pipeline}`;

const Arrow = () => (
  <svg
    viewBox="0 0 24 12"
    width="24"
    height="12"
    aria-hidden="true"
    className="justify-self-center text-edge max-lg:rotate-90 max-lg:my-1.5"
  >
    <path d="M0 6H22M17 1.5L22 6L17 10.500" fill="none" stroke="currentColor" strokeWidth="1.4" />
  </svg>
);

/** So many are shown at once. */
const few = 10;

interface SideProps<Item> {
  readonly name: string;
  readonly none: string;
  readonly items: readonly Item[];
  readonly children: (item: Item) => React.ReactNode;
}

const Side = <Item,>({ name, none, items, children }: SideProps<Item>) => (
  <div className="min-w-0">
    <h3 className="text-second text-dim">
      {name} {items.length > 1 ? formatCount(items.length) : ''}
    </h3>
    {items.length === 0 ? <p className="text-dim">{none}</p> : <ul>{items.slice(0, few).map(children)}</ul>}
    {items.length <= few ? null : (
      <details>
        <summary className="link mt-1 inline-block cursor-pointer">{formatCount(items.length - few)} more</summary>
        <ul>{items.slice(few).map(children)}</ul>
      </details>
    )}
  </div>
);

interface NodeProps {
  readonly of: Pick<DatasetProducer, 'namespace' | 'pipeline' | 'newestRun'>;
  readonly children: React.ReactNode;
}

/** A pipeline, how its newest run stands, and what it did with the dataset. */
const Node = ({ of: { namespace, pipeline, newestRun }, children }: NodeProps) => (
  <li className="border-b border-line py-1.5">
    <p className="flex items-center gap-2">
      {newestRun === null ? null : (
        <Link
          {...runLink({ namespace, pipeline, runId: newestRun.runId })}
          aria-label={`Newest run of ${pipeline}: ${newestRun.shown.word}`}
          title={`Newest run: ${newestRun.shown.word.toLowerCase()}`}
          className="flex size-6 shrink-0 items-center justify-center"
        >
          <StateGlyph shown={newestRun.shown} />
        </Link>
      )}
      <Link
        to="/pipelines/$namespace/$name"
        params={{ namespace, name: pipeline }}
        data-row
        title={`${namespace} / ${pipeline}`}
        className="min-w-0 truncate font-strong hover:underline"
      >
        {pipeline}
      </Link>
      <span className="min-w-[6ch] shrink-[9] truncate text-dim">{namespace}</span>
    </p>
    <div className={`text-second text-dim ${newestRun === null ? '' : 'pl-8'}`}>{children}</div>
  </li>
);

const Producer = ({ producer }: { producer: DatasetProducer }) => {
  const sentence = useSentence(producer.sentenceParts);
  return (
    <Node of={producer}>
      <DatasetStateWord shown={producer.shown} /> <span className="ml-1">{sentence}</span>
    </Node>
  );
};

const Consumer = ({ consumer }: { consumer: DatasetConsumer }) => (
  <Node of={consumer}>
    Read <Timestamp at={consumer.lastRead.at} />
    {consumer.lastRead.rows === null ? '' : `, ${countOf(consumer.lastRead.rows, 'row')}`}.
    {consumer.effect === null ? null : (
      <span className={`tone tone-${consumer.effect.id === 'reads-old' ? 'warn' : 'bad'} ml-1`}>
        {consumer.effect.words}.
      </span>
    )}
  </Node>
);
