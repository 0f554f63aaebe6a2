import type { PingReport } from '@sightglass/model/rest';
import { sentenceCase, stepWords } from '@sightglass/model';

/** What failed last, in the database's own words, and the next step to take. */
export const DatabaseFailure = ({ report }: { report: PingReport | null }) => {
  if (report === null) return null;
  const { error, warnings } = report;
  if (error === null) return <Warnings warnings={warnings} />;
  return (
    <section aria-label="What failed" className="mt-8 border-l-2 border-bad pl-5">
      <h2 className="text-name wrap-anywhere text-bad">
        {sentenceCase(stepWords[error.step])} failed: {[error.code, error.class].filter(Boolean).join(', ')}
      </h2>
      <p className="mt-1 max-w-[100ch] font-mono text-second leading-5 wrap-anywhere whitespace-pre-wrap">
        {error.message}
      </p>
      <p className="mt-2 max-w-[68ch]">{error.advice}</p>
      <p className="mt-1 max-w-[68ch] text-dim">
        {error.retryable ? 'Programs that try again get over this once it is mended.' : 'Trying again does not help.'}
      </p>
      <Warnings warnings={warnings} />
    </section>
  );
};

const Warnings = ({ warnings }: { warnings: readonly string[] }) =>
  warnings.length === 0 ? null : (
    <ul className="mt-4 border-l-2 border-warn pl-4 text-warn">
      {warnings.map((warning) => (
        <li key={warning}>{warning}</li>
      ))}
    </ul>
  );
