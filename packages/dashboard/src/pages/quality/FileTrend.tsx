import type { CheckedFile, ContractHealth } from '@sightglass/model/rest';
import { useNavigate } from '@tanstack/react-router';
import { VerdictBars } from '../../checks/VerdictBars.tsx';
import { formatTime } from '../../format/time.ts';
import { runLink } from '../../url/run-link.ts';

interface Props {
  readonly title: string;
  /** The contract of the files. */
  readonly of: Pick<ContractHealth, 'namespace' | 'pipeline'>;
  readonly files: readonly CheckedFile[];
  readonly measure: (file: CheckedFile) => number | null;
  readonly format: (value: number) => string;
}

/** One figure over the last files, a bar each; the latest in words. */
export const FileTrend = ({ title, of, files, measure, format }: Props) => {
  const navigate = useNavigate();
  const values = files.map(measure);
  const known = values.filter((value) => value !== null);
  const latest = values.at(-1);
  if (known.length === 0) return null;
  return (
    <figure className="min-w-0 [&_svg]:max-w-full">
      <figcaption className="flex flex-wrap items-baseline gap-x-3 pb-2">
        <span className="text-name">{title}</span>
        <span>{latest === null || latest === undefined ? 'unknown' : format(latest)}</span>
        <span className="text-dim">{rangeWords(known, format)}</span>
      </figcaption>
      <VerdictBars
        label={`${title} of the last ${files.length} files`}
        height={64}
        pitch={10}
        isCalm
        bars={files.map((file, index) => {
          const value = values[index] ?? null;
          return {
            key: String(index),
            value,
            verdict: file.result,
            title: `${formatTime(Date.parse(file.checkedAt), Date.now())}: ${value === null ? 'unknown' : format(value)}`,
            onPress: () => void navigate(runLink({ ...of, runId: file.runId })),
          };
        })}
      />
    </figure>
  );
};

const rangeWords = (known: readonly number[], format: (value: number) => string): string => {
  if (known.length < 2) return 'the first file';
  const [least, most] = [format(Math.min(...known)), format(Math.max(...known))];
  return least === most ? 'the same each time' : `${least} to ${most}`;
};
