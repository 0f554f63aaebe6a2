import { type RunState, runStates } from '@sightglass/model';
import { type HourMeasure, hourMeasures } from '../../run-times/hour-cells.ts';
import { oneOf } from '../../url/search-params.ts';
import { readRangeOrAll, type SpanOrAll, type TimeRange } from '../../url/time-range.ts';

/** The state its runs are narrowed to, and the time, as the address holds them. */
export interface PipelineSearch extends TimeRange<SpanOrAll> {
  readonly state?: RunState;
  /** What the hours of the week are shaded by. */
  readonly measure?: HourMeasure;
}

export const readPipelineSearch = (search: Record<string, unknown>): PipelineSearch => ({
  ...oneOf('state', search, runStates),
  ...oneOf('measure', search, hourMeasures),
  ...readRangeOrAll(search),
});
