import { LoadingRows } from '../../components/answer/Notice.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';

/** As tall as what will come: sentence, facts, pipe, ledger. */
export const RunLoading = () => (
  <>
    <PageHead tab="Run" above="Run" title={<span className="text-dim">Reading the run …</span>} />
    <div className="h-[68px] border-y border-line" />
    <div className="h-64" />
    <LoadingRows rows={5} height={32} what="the run" />
  </>
);
