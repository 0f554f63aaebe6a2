import type { PrivacyView } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { EmptyNotice, LoadingRows } from '../../components/answer/Notice.tsx';
import { Part } from '../../components/page/Part.tsx';
import { HeadRow } from '../../components/table/HeadRow.tsx';
import { LongTable } from '../../components/table/LongTable.tsx';
import { cell, figureCell } from '../../components/table/table.ts';
import { privacyQuery } from '../../fetch/settings.ts';
import { formatCount } from '../../format/number.ts';
import { RedactionTry } from './RedactionTry.tsx';
import { withBase } from '../../url/base-path.ts';

/** What is taken out of telemetry before it is stored, how much was, and a place to try it. */
export const Privacy = () => {
  const privacy = useQuery(privacyQuery());
  return (
    <>
      <Part title="Privacy" note="what is taken out of telemetry before it is stored">
        <Awaited query={privacy} what="The policy" loading={<LoadingRows rows={8} height={32} what="the policy" />}>
          {(view) => (view.isOn ? <Policy view={view} /> : <Off />)}
        </Awaited>
      </Part>
      <RedactionTry />
    </>
  );
};

const Off = () => (
  <EmptyNotice title="Nothing is redacted on this server.">
    Set <code className="font-mono text-second">{'privacy: {preset: standard}'}</code> in its configuration.{' '}
    <a href={withBase('/docs/concepts/privacy')} className="link">
      What that finds
    </a>
  </EmptyNotice>
);

const done = { mask: 'masked', hash: 'replaced by a keyed hash', drop: 'dropped with its value' } as const;

const Policy = ({ view }: { readonly view: PrivacyView }) => {
  const active = view.rules.filter(({ action }) => action !== null);
  return (
    <>
      <p className="mb-2">
        {view.strict
          ? 'Redacted before anything is written to disk.'
          : 'Redacted on the way into the store. The disk buffer holds what was sent until that is proven to be stored, seconds as a rule.'}
      </p>
      <LongTable
        caption="Rules of the policy, and what they found"
        rows={active}
        head={
          <HeadRow
            columns={[
              'Rule',
              { name: 'Finds', width: 'w-full' },
              'What is found is',
              { name: 'Today', isFigure: true },
              { name: 'Ever', isFigure: true, title: 'As far back as runs are kept' },
            ]}
          />
        }
        row={({ id, finds, action, found, foundToday }, attributes) => (
          <tr key={attributes['data-index']} {...attributes} className="hover:bg-raised">
            <td className={`${cell} whitespace-nowrap font-mono text-second`}>{id}</td>
            <td className={cell}>{finds.replaceAll('`', '')}</td>
            <td className={`${cell} whitespace-nowrap`}>{action === null ? '' : done[action]}</td>
            <td className={figureCell} data-name="Today">
              {formatCount(foundToday)}
            </td>
            <td className={figureCell} data-name="Ever">
              {formatCount(found)}
            </td>
          </tr>
        )}
      />
      {view.fields.map(({ keys, action }) => (
        <p key={keys.join()} className="mt-2 wrap-anywhere">
          Values under <span className="font-mono text-second">{keys.join(', ')}</span> are {done[action]}.
        </p>
      ))}
      {view.except.length === 0 ? null : (
        <p className="mt-2 wrap-anywhere">
          Left as they are: values under <span className="font-mono text-second">{view.except.join(', ')}</span>.
        </p>
      )}
    </>
  );
};
