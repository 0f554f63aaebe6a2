import { attributes, events } from '@sightglass/model';
import type { FileCheck } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { ExpectationTable } from '../../../checks/ExpectationTable.tsx';
import { FileReadings } from '../../../checks/FileReadings.tsx';
import { RejectedRows } from '../../../checks/RejectedRows.tsx';
import { VerdictWord } from '../../../checks/VerdictWord.tsx';
import type { LogsOfRun } from '../logs-of-run.ts';
import { writeTerm } from '../../../logs/query-terms.ts';
import { rejectedShareWords, rejectedWords } from '@sightglass/model';

interface Props {
  /** Finds the log records of the run. */
  readonly logs: LogsOfRun;
  readonly check: FileCheck;
  readonly isOpen: boolean;
}

/** One file: its verdict in a line, every expectation below it. */
export const FileCheckRow = ({ logs, check, isOpen }: Props) => (
  <details open={isOpen} className="border-b border-line">
    <summary data-row className="flex min-h-8 cursor-pointer flex-wrap items-center gap-x-4 py-1.5 hover:bg-raised">
      <VerdictWord verdict={check.result} />
      <span className="max-w-[48ch] min-w-0 truncate font-mono text-second" title={check.file}>
        {fileName(check.file)}
      </span>
      <span className="text-dim">
        {check.contract === null ? '' : `contract ${check.contract} · `}
        {rejectedWords(check)} {shareWords(check)}
      </span>
    </summary>
    <div className="pb-4 sm:pl-5">
      <FileReadings file={check} />
      <ExpectationTable caption={`Expectations of ${fileName(check.file)}`} results={check.results} />
      <RejectedRows file={check} />
      <Link to="/logs" search={{ ...logs, q: logTerms(check) }} className="link mt-3 ml-4 inline-block first:ml-0">
        Its log records
      </Link>
    </div>
  </details>
);

const fileName = (path: string): string => path.split(/[/\\]/u).at(-1) ?? path;

const shareWords = (check: FileCheck): string => {
  const share = rejectedShareWords(check);
  return share === '' ? '' : `(${share})`;
};

const logTerms = ({ file }: FileCheck): string =>
  [
    { key: 'event', text: events.checkFinished.name },
    { key: attributes.checkFile, text: file },
  ]
    .map((term) => writeTerm({ negated: false, ...term }))
    .join(' ');
