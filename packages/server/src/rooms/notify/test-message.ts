import type { Telling } from '@sightglass/model/notify';

/** The words of a test: nothing is wrong. */
export const testTelling = (channel: string, publicUrl: string | undefined): Telling => ({
  usable: { word: 'Test', tone: 'good' },
  headline: 'Test: this message shows that Sightglass reaches you. Nothing is wrong.',
  about: `Sent by hand through the channel "${channel}".`,
  facts: [],
  steps: [],
  links: publicUrl === undefined ? [] : [{ words: 'Open Sightglass', url: publicUrl }],
  small: [`You get this because somebody tested the channel "${channel}".`],
});
