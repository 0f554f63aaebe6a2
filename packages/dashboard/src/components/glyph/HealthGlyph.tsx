import type { DependencyState } from '@sightglass/model/rest';
import { healthWords } from '../../words/health-words.ts';
import { Glyph } from './Glyph.tsx';

const shapes = { up: 'disc', degraded: 'halfRing', down: 'crossedDiamond', unknown: 'dottedRing' } as const;

/** The shape of the health of a database, 12 px. Give it `said` where the word does not stand beside it. */
export const HealthGlyph = ({ state, said = false }: { state: DependencyState; said?: boolean }) => {
  const { word, tone } = healthWords[state];
  return <Glyph shape={shapes[state]} tone={tone} said={said ? word : undefined} />;
};
