/** Why a query cannot be used. */
export interface QueryProblem {
  /** Index of the first character of what is wrong. */
  readonly at: number;
  /** What stands there. */
  readonly text: string;
  /** Continues `"text" at character 5 …`. */
  readonly what: string;
  readonly hint: string;
}

/** Leaves the parser with its problem; caught by `readLogQuery`. */
export class QueryProblemFound extends Error {
  readonly problem: QueryProblem;
  constructor(problem: QueryProblem) {
    super(queryProblemText(problem));
    this.problem = problem;
  }
}

const mostShown = 40;

/** A sentence with the place, and one with what to write instead. */
export const queryProblemText = ({ at, text, what, hint }: QueryProblem): string => {
  const shown = text.length > mostShown ? `${text.slice(0, mostShown)}…` : text;
  return `${shown} at character ${at + 1} ${what}. ${hint}`;
};
