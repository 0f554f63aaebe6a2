import { fencesOf, type Fence } from './pages.ts';

/** What a reader of a page does, in the order of the page. */
export type Step =
  | { readonly kind: 'file'; readonly line: number; readonly name: string; readonly text: string }
  /** SQL of the warehouse, or settings of the server as they are. */
  | { readonly kind: 'sql'; readonly line: number; readonly text: string }
  | { readonly kind: 'settings'; readonly line: number; readonly text: string }
  | Command;

export interface Command {
  readonly kind: 'command';
  readonly line: number;
  readonly text: string;
  readonly exitCode: number;
  /** What the page shows below the command. */
  readonly output: string | undefined;
  /** Repeated until it prints what is shown: what was sent a moment ago is not there at once. */
  readonly isRepeated: boolean;
}

const isOutput = ({ language, marks }: Fence): boolean =>
  ['text', 'json'].includes(language) && marks['no-test'] === undefined && marks['file'] === undefined;

/** The steps of a page. A code block of a language that says nothing to do, and one marked `no-test`, is none. */
export const stepsOf = (page: string): Step[] => {
  const fences = fencesOf(page);
  return fences.flatMap(({ language, text, line, marks }, index): Step[] => {
    const next = fences[index + 1];
    if (marks['no-test'] !== undefined) return [];
    if (marks['file'] !== undefined) return [{ kind: 'file', line, name: marks['file'], text }];
    if (language === 'sql') return [{ kind: 'sql', line, text }];
    if (language === 'yaml') return [{ kind: 'settings', line, text }];
    if (language !== 'sh') return [];
    const output = next !== undefined && isOutput(next) ? next.text : undefined;
    const exitCode = Number(marks['exit-code'] ?? 0);
    return [{ kind: 'command', line, text, exitCode, output, isRepeated: marks['repeat'] !== undefined }];
  });
};

/** Whether a code block of a page that is walked through is a step of it, or the output of the step before. */
export const isFollowed = (fence: Fence, before: Fence | undefined): boolean => {
  const { language, marks } = fence;
  if (marks['no-test'] !== undefined) return false;
  if (marks['file'] !== undefined || ['sh', 'sql', 'yaml'].includes(language)) return true;
  return isOutput(fence) && before?.language === 'sh' && before.marks['no-test'] === undefined;
};
