import type { AccessEntry } from '@sightglass/model/rest';
import { EmptyNotice } from '../../components/answer/Notice.tsx';
import { HeadRow } from '../../components/table/HeadRow.tsx';
import { LongTable } from '../../components/table/LongTable.tsx';
import { cell } from '../../components/table/table.ts';
import { Exactly } from '../../components/time/Timestamp.tsx';

/** Who signed in with the provider and as what, and who was refused and why. */
export const ProviderSignIns = ({ entries }: { readonly entries: readonly AccessEntry[] }) =>
  entries.length === 0 ? (
    <EmptyNotice title="Nobody has signed in with the provider yet." />
  ) : (
    <LongTable
      caption="Sign-ins with the provider, newest first"
      rows={entries}
      head={<HeadRow columns={['When', 'Who', 'From', { name: 'Outcome', width: 'w-full' }]} />}
      row={(entry, attributes) => (
        <tr key={attributes['data-index']} {...attributes} className="hover:bg-raised">
          <td className={cell}>
            <Exactly at={entry.at} />
          </td>
          <td className={`${cell} max-w-[24ch] truncate font-strong`}>{entry.target || 'not known'}</td>
          <td className={cell}>{entry.address}</td>
          <td className={`${cell} min-w-[40ch] wrap-anywhere max-sm:min-w-0`}>
            <Outcome {...readOutcome(entry)} />
          </td>
        </tr>
      )}
    />
  );

interface OutcomeShown {
  readonly words: string;
  readonly isRefused: boolean;
  /** Names of the claims that came, with stars for what they hold. */
  readonly claims: string | undefined;
}

const readOutcome = ({ action, after }: AccessEntry): OutcomeShown => {
  const { words, role, groups, reason, claims, detail } = after ?? {};
  const isRefused = action === 'session.refused';
  const named = Array.isArray(groups) && groups.length > 0 ? `, groups ${groups.join(', ')}` : ', no groups';
  const missing = reason === 'groups-missing' ? '; the claim with the groups did not come' : '';
  return {
    words: isRefused
      ? [words, detail].filter((text) => typeof text === 'string').join(' ')
      : `signed in as ${String(role)}${named}${missing}`,
    isRefused,
    claims: claims === undefined ? undefined : JSON.stringify(claims),
  };
};

const Outcome = ({ words, isRefused, claims }: OutcomeShown) => (
  <>
    {isRefused ? <span className="text-bad">refused: </span> : null}
    {words}
    {claims === undefined ? null : (
      <span className="block text-dim">
        received: <code className="font-mono text-second">{claims}</code>
      </span>
    )}
  </>
);
