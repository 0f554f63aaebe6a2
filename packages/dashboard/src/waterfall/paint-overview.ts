import type { Colors } from '../components/chart/use-colors.ts';
import type { SpanTree } from './tree.ts';

interface Scene {
  readonly tree: SpanTree;
  readonly colors: Colors;
  readonly width: number;
  readonly height: number;
  readonly durationMs: number;
}

const levels = 12;
const padding = 4;

/** One line a depth. Errors are painted last, so that none is hidden. */
export const paintOverview = (canvas: HTMLCanvasElement, { tree, colors, width, height, durationMs }: Scene): void => {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const ratio = window.devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  context.scale(ratio, ratio);
  const deepest = tree.depth.reduce((most, depth) => Math.max(most, depth), 0);
  const step = (height - 2 * padding) / Math.min(levels, deepest + 1);
  const line = Math.min(10, Math.max(1.5, step - 1.5));
  const scale = width / Math.max(0.001, durationMs);
  const paint = (index: number) => {
    const span = tree.spans[index];
    if (span === undefined) return;
    const level = Math.min(levels - 1, tree.depth[index] ?? 0);
    context.fillRect(span.startMs * scale, padding + level * step, Math.max(0.75, span.durationMs * scale), line);
  };
  const failed: number[] = [];
  context.fillStyle = colors.fluid;
  context.globalAlpha = 0.45;
  for (const [index, span] of tree.spans.entries()) {
    if (span.status === 'ERROR') failed.push(index);
    else paint(index);
  }
  context.fillStyle = colors.bad;
  context.globalAlpha = 1;
  for (const index of failed) paint(index);
};
