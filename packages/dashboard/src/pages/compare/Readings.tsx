import type { RunDetail } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { StateGlyph } from '../../components/glyph/StateGlyph.tsx';
import { Timestamp } from '../../components/time/Timestamp.tsx';
import { cell, frameClass, headCell, tableClass } from '../../components/table/table.ts';
import { runLink } from '../../url/run-link.ts';
import type { Difference } from './compare.ts';

/** A row for each reading; one that differs has its sign and its change. */
export const Readings = ({ readings, heads }: { readings: readonly Difference[]; heads: React.ReactNode }) => (
  <div className={frameClass}>
    <table className={tableClass}>
      <caption className="sr-only">Readings of the two runs</caption>
      <thead>
        <tr>
          <th className={headCell}>Reading</th>
          {heads}
          <th className={`${headCell} w-1/4`}>Difference</th>
        </tr>
      </thead>
      <tbody>
        {readings.map(({ name, a, b, isSame, change }) => (
          <tr key={name}>
            <th scope="row" className={`${cell} text-dim`}>
              {name}
            </th>
            <td data-name="First" className={`${cell} max-w-[48ch] py-1 wrap-anywhere ${isSame ? 'text-dim' : ''}`}>
              {a}
            </td>
            <td data-name="Second" className={`${cell} max-w-[48ch] py-1 wrap-anywhere ${isSame ? 'text-dim' : ''}`}>
              {b}
            </td>
            <td data-name="Difference" className={`${cell} whitespace-nowrap`} data-nothing={isSame || undefined}>
              {isSame ? <span className="text-dim">alike</span> : change || <Differing>differs</Differing>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

export const Differing = ({ children }: { children: React.ReactNode }) => (
  <>
    <span aria-hidden="true">≠ </span>
    {children}
  </>
);

/** Which run is which, where rows stack and heads are not seen. */
export const Legend = ({ a, b }: { a: RunDetail; b: RunDetail }) => (
  <p className="mb-2 flex flex-wrap gap-x-4 sm:hidden">
    {[a, b].map((run, index) => (
      <span key={index} className="flex items-center gap-2">
        <span className="text-dim">{index === 0 ? 'First' : 'Second'}</span>
        <WhichRun run={run} />
      </span>
    ))}
  </p>
);

/** The same in the heads of a table. */
export const SideHeads = ({ a, b }: { a: RunDetail; b: RunDetail }) => (
  <>
    <Head run={a} />
    <Head run={b} />
  </>
);

const Head = ({ run }: { run: RunDetail }) => (
  <th className={headCell}>
    <span className="flex items-center gap-2">
      <WhichRun run={run} />
    </span>
  </th>
);

const WhichRun = ({ run }: { run: RunDetail }) => (
  <>
    <StateGlyph shown={run.shown} isNamed />
    <Link {...runLink(run)} className="link" title={run.sentence} data-row>
      run of <Timestamp at={run.startedAt} />
    </Link>
  </>
);
