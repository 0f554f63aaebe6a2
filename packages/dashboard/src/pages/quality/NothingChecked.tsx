import { EmptyNotice } from '../../components/answer/Notice.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';

const example = `await run.stage('check', async (stage) => {
  await stage.check('orders.csv', contract, { rejects: 'orders.csv.rejects' });
});`;

/** Why the page is empty, and how it fills. */
export const NothingChecked = () => (
  <>
    <PageHead tab="Data" title="No file has been checked against a contract yet." above="Data" />
    <EmptyNotice title="Let a stage check the file it reads.">
      <pre className="mt-2 overflow-x-auto font-mono text-second leading-5" tabIndex={0}>
        {example}
      </pre>
      <p className="mt-2">
        <code className="font-mono text-second">sightglass contract infer orders.csv</code> writes a first contract from
        a file you trust.
      </p>
    </EmptyNotice>
  </>
);
