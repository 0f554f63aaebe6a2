import { Sheet } from '../components/page/Sheet.tsx';
import { paletteKeys } from './palette/palette-keys.ts';
import { withBase } from '../url/base-path.ts';
import { keyedPages } from './tabs.ts';

const keys = (): readonly (readonly [string, string])[] => [
  ['/', 'Search'],
  [paletteKeys(navigator.userAgent).join(' '), 'Go to a pipeline, a run, a trace'],
  ...keyedPages.map(({ key, name }) => [`g ${key}`, name] as const),
  ['j  k', 'Next row, row before; ↓ ↑ in logs and spans'],
  ['↵', 'Open'],
  ['← →', 'Fold and unfold a span'],
  ['⇧ ← →', 'On a chart: choose a time, ↵ shows it'],
  ['+  −  0', 'Zoom the spans in, out, back'],
  ['?', 'This sheet'],
  ['Esc', 'Close'],
];

export const HelpSheet = ({ dialog }: { dialog: React.RefObject<HTMLDialogElement | null> }) => (
  <Sheet dialog={dialog} label="Keys" className="max-w-100">
    <div className="p-6">
      <h2 className="mb-3 text-name">Keys</h2>
      <dl className="grid grid-cols-[96px_1fr]">
        {keys().map(([key, does]) => (
          <div key={key} className="contents">
            <dt className="border-t border-line py-1.5 font-mono">{key}</dt>
            <dd className="border-t border-line py-1.5 text-dim">{does}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-4">
        <a className="link" href={withBase('/docs/')}>
          Documentation
        </a>
      </p>
    </div>
  </Sheet>
);
