import { runStates } from '@sightglass/model';
import { oneOf } from '../../url/search-params.ts';

export const readPipelineSearch = (search: Record<string, unknown>) => oneOf('state', search, runStates);
