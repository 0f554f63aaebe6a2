const factor = Number(process.env['SIGHTGLASS_TEST_TIMES'] ?? 1);

/** Whether second variants are tried too, of what another test shows by one: `npm run test:system` does. */
export const isThorough = factor > 1;

/** How often to try what is up to chance: `npm run test:system` sets SIGHTGLASS_TEST_TIMES and tries it more often. */
export const times = (few: number): number => Math.ceil(few * factor);
