import type { Tone } from '@sightglass/model';
import { glyphShapes } from './glyph-shapes.tsx';

interface Props {
  readonly shape: keyof typeof glyphShapes;
  readonly tone: Tone;
  /** The word to be said, where it does not stand beside the shape. */
  readonly label?: string | undefined;
}

/** A shape in the colour of its role, 12 px. */
export const Glyph = ({ shape, tone, label }: Props) => (
  <svg
    viewBox="0 0 12 12"
    width="12"
    height="12"
    className={`tone tone-${tone} inline-block shrink-0`}
    {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
  >
    {glyphShapes[shape]}
  </svg>
);
