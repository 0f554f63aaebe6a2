import type { IncidentItem } from '@sightglass/model/rest';
import { Glyph } from './Glyph.tsx';

const shapes = {
  open: 'crossedDiamond',
  seen: 'triangle',
  closed: 'barredRing',
  resolved: 'disc',
  merged: 'dash',
} as const;

/** The shape of an incident, 12 px: one that is open and not P1 is a triangle, as one that somebody has seen. */
export const IncidentGlyph = ({ shown: { id, word, tone } }: Pick<IncidentItem, 'shown'>) => (
  <Glyph shape={id === 'open' && tone !== 'bad' ? 'triangle' : shapes[id]} tone={tone} label={word} />
);
