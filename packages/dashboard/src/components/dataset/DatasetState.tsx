import type { DatasetState, Shown } from '@sightglass/model';
import { Glyph } from '../glyph/Glyph.tsx';

const shapes = {
  broken: 'crossedDiamond',
  stale: 'barredRing',
  doubtful: 'triangle',
  writing: 'halfRing',
  unknown: 'dottedRing',
  written: 'disc',
  'only-read': 'dash',
} as const satisfies Record<DatasetState, string>;

interface Props {
  readonly shown: Shown<DatasetState>;
}

/** The shape of how a dataset stands, 12 px, named to screen readers. */
export const DatasetGlyph = ({ shown: { id, word, tone } }: Props) => (
  <Glyph shape={shapes[id]} tone={tone} label={word} />
);

/** How a dataset stands by shape and word. */
export const DatasetStateWord = ({ shown: { id, word, tone } }: Props) => (
  <span className={`${id === 'written' ? '' : `tone tone-${tone}`} inline-flex items-center gap-2 whitespace-nowrap`}>
    <Glyph shape={shapes[id]} tone={tone} />
    {word}
  </span>
);
