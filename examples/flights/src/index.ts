import { fileURLToPath } from 'node:url';

/** Program that runs the pipeline once, to be started as a child process with Node's `--conditions=@sightglass/source`. */
export const flightsProgram = fileURLToPath(new URL('./main.ts', import.meta.url));

export { leftOutLines, rejectedLines } from './drops/dirty-drop.ts';
export { scenarioNames, scenarios, type Scenario, type ScenarioName } from './scenarios.ts';
export { startFlightsWorld, type FlightsWorld, type WorldOptions } from './world.ts';
