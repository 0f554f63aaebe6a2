import type { Locator } from '@playwright/test';

export interface Frames {
  readonly medianMs: number;
  readonly worstMs: number;
}

/** Scrolls an element by `pixels` a frame, and says how long the frames took. */
export const scrollFrames = (scrolled: Locator, frames: number, pixels: number): Promise<Frames> =>
  scrolled.evaluate(
    async (element, wanted) => {
      const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
      const took: number[] = [];
      let before = await nextFrame();
      for (let frame = 0; frame < wanted.frames; frame += 1) {
        element.scrollTop += wanted.pixels;
        const now = await nextFrame();
        took.push(now - before);
        before = now;
      }
      took.sort((a, b) => a - b);
      return { medianMs: took[took.length >> 1] ?? 0, worstMs: took.at(-1) ?? 0 };
    },
    { frames, pixels },
  );
