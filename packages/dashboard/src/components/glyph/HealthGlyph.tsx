import type { Shown } from '@sightglass/model';
import type { DatabaseState } from '@sightglass/model/rest';
import { Glyph } from './Glyph.tsx';

const shapes = { up: 'disc', degraded: 'halfRing', down: 'crossedDiamond', unknown: 'dottedRing' } as const;

interface Props {
  readonly shown: Shown<DatabaseState>;
  /** Its word is not beside the shape: name it to screen readers. */
  readonly isNamed?: boolean;
}

/** The shape of the health of a database, 12 px. */
export const HealthGlyph = ({ shown: { id, word, tone }, isNamed = false }: Props) => (
  <Glyph shape={shapes[id]} tone={tone} label={isNamed ? word : undefined} />
);
