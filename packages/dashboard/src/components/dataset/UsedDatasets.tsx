import type { UsedDataset, UsedDatasets } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { countOf, formatBytes, formatCount } from '../../format/number.ts';
import { datasetLink } from '../../url/dataset-link.ts';

/** So many of each are shown at once. */
const few = 8;

/** Two short lists of links: what was read, and what was written. Nothing where nothing was reported. */
export const ReadsAndWrites = ({ used }: { used: UsedDatasets | undefined }) =>
  used === undefined || used.reads.length + used.writes.length === 0 ? null : (
    <section aria-label="Reads and writes" className="mt-10">
      <h2 className="mb-2 text-name">Reads and writes</h2>
      <div className="grid gap-x-12 gap-y-4 sm:grid-cols-2">
        <Uses name="Reads" uses={used.reads} />
        <Uses name="Writes" uses={used.writes} />
      </div>
      {used.isWhole ? null : <p className="mt-2 text-dim">Only the first 500 of each are listed.</p>}
    </section>
  );

const Uses = ({ name, uses }: { name: string; uses: readonly UsedDataset[] }) => (
  <div className="min-w-0">
    <h3 className="text-second text-dim">{name}</h3>
    {uses.length === 0 ? <p className="text-dim">nothing that was reported</p> : <UseList uses={uses.slice(0, few)} />}
    {uses.length <= few ? null : (
      <details>
        <summary className="link mt-1 inline-block cursor-pointer">{`${formatCount(uses.length - few)} more`}</summary>
        <UseList uses={uses.slice(few)} />
      </details>
    )}
  </div>
);

const UseList = ({ uses }: { uses: readonly UsedDataset[] }) => (
  <ul>
    {uses.map((use) => (
      <li
        key={`${use.namespace} ${use.name}`}
        className="flex min-h-8 items-baseline gap-3 border-b border-line py-1.5"
      >
        <Link
          {...datasetLink(use)}
          title={`${use.namespace}\n${use.name}`}
          className="min-w-0 truncate font-mono text-second hover:underline"
        >
          {use.name}
        </Link>
        <span className="ml-auto shrink-0 text-dim">{amountWords(use)}</span>
      </li>
    ))}
  </ul>
);

const amountWords = ({ rows, bytes }: UsedDataset): string =>
  [rows === null ? '' : countOf(rows, 'row'), bytes === null ? '' : formatBytes(bytes)].filter(Boolean).join(', ');
