import type { Tone } from '@sightglass/model';
import type { System } from '@sightglass/model/rest';
import { Glyph } from '../../components/glyph/Glyph.tsx';

const shapes = {
  bad: 'crossedDiamond',
  warn: 'triangle',
  aside: 'dottedRing',
  fluid: 'disc',
} as const satisfies Record<Tone, string>;

/** States of which there is a shape of their own on the page of the system. */
const own: Readonly<Record<string, 'halfRing' | 'barredRing'>> = {
  degraded: 'halfRing',
  'half-open': 'halfRing',
  'left-open': 'halfRing',
  isolated: 'barredRing',
};

/** The shape of a state, 12 px, as the page of the system shows it. */
export const SystemGlyph = ({ shown: { id, word, tone } }: Pick<System, 'shown'>) => (
  <Glyph shape={own[id] ?? shapes[tone]} tone={tone} label={word} />
);
