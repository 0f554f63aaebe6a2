import type { ApiState, Shown } from '@sightglass/model';
import { Glyph } from '../components/glyph/Glyph.tsx';

const shapes = {
  open: 'crossedDiamond',
  failing: 'crossedDiamond',
  silent: 'crossedDiamond',
  unusable: 'crossedDiamond',
  isolated: 'barredRing',
  'half-open': 'halfRing',
  below: 'triangle',
  shaky: 'triangle',
  'left-open': 'halfRing',
  lossy: 'triangle',
  short: 'triangle',
  healthy: 'disc',
  quiet: 'dottedRing',
} as const satisfies Record<ApiState, string>;

interface Props {
  readonly shown: Shown<ApiState>;
  /** Its word is not beside the shape: name it to screen readers. */
  readonly isNamed?: boolean;
}

/** The shape of an API's state, 12 px. */
export const ApiGlyph = ({ shown: { id, word, tone }, isNamed = false }: Props) => (
  <Glyph shape={shapes[id]} tone={tone} label={isNamed ? word : undefined} />
);
