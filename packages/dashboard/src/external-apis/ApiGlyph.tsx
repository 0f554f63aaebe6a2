import { Glyph } from '../components/glyph/Glyph.tsx';
import { apiStates, type ApiState } from './api-state.ts';

/** The shape of an API's state, 12 px. Give it `said` where the word does not stand beside it. */
export const ApiGlyph = ({ state, said = false }: { state: ApiState; said?: boolean }) => {
  const { shape, tone, word } = apiStates[state];
  return <Glyph shape={shape} tone={tone} said={said ? word : undefined} />;
};
