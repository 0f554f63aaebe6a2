import { afterAll } from 'vitest';
import { airportsScenarios } from './_airports.ts';
import { dirtyFileScenario } from './_dirty-file.ts';
import { startFlights } from './_flights.ts';
import { warehouseScenarios } from './_warehouse.ts';

/** Long enough for a busy machine to see the warehouse down. */
const outageMs = 15_000;

await using stack = new AsyncDisposableStack();
const flights = stack.use(await startFlights({ outageMs }));
const opened = stack.move();
afterAll(() => opened.disposeAsync());

dirtyFileScenario(flights);
airportsScenarios(flights);
warehouseScenarios(flights);
