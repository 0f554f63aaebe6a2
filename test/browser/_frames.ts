import type { Locator } from '@playwright/test';

/** Scrolls an element by `pixels` a frame; answers how many rows it drew at most in one of them. How long frames take is for `bench/browser/frames.ts`. */
export const mostRowsWhileScrolling = (scrolled: Locator, frames: number, pixels: number): Promise<number> =>
  scrolled.evaluate(
    async (element, wanted) => {
      let most = 0;
      for (let frame = 0; frame < wanted.frames; frame += 1) {
        element.scrollTop += wanted.pixels;
        await new Promise((resolve) => requestAnimationFrame(resolve));
        most = Math.max(most, element.querySelectorAll('[role=row], tr').length);
      }
      return most;
    },
    { frames, pixels },
  );
