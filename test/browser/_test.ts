import { test as base, expect, type Page } from '@playwright/test';
import { readWorld, worldUrl, type World } from './_world.ts';

interface Options {
  /** What the browser itself logs of answers that are no surprise: a trace that is not there yet, a server that is down. */
  readonly expectedErrors: RegExp;
}

interface Complaints {
  /** What the browser complained of, a breach of the content security policy included. */
  readonly complaints: string[];
}

/** Of a machine so busy that the engine did not answer in time, the server says so, and the page reads it again. */
const notReadyYet = /the server responded with a status of 503 .*\/readyz$/u;

/** For tests with a server of their own. Every test fails when its page logs an error. */
export const ownTest = base.extend<Options & Complaints>({
  expectedErrors: [/^$/u, { option: true }],
  complaints: [
    async ({ page, expectedErrors }, use) => {
      const complaints = listen(page);
      await use(complaints);
      const surprises = complaints.filter((one) => !expectedErrors.test(one) && !notReadyYet.test(one));
      expect(surprises, 'errors in the console').toEqual([]);
    },
    { auto: true },
  ],
});

/** For tests of the server that has seen real runs; they begin when it is filled. */
export const test = ownTest.extend<{ readonly world: World }>({
  baseURL: worldUrl(),
  world: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => use(await readWorld()),
    { auto: true, timeout: 180_000 },
  ],
});

const listen = (page: Page): string[] => {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
  return complaints;
};

/** Spans come when they end, so the trace of a run may not be there yet. */
export const noTraceYet = /404 .+\/api\/v1\/traces\//u;

export { expect };
