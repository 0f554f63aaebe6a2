import { observe } from './observe.ts';
import type { ReceivedLog, ReceivedRequest, ReceivedSpan } from './otlp-server.ts';

/** What one situation sent and printed. */
export interface Situation {
  readonly stdout: string;
  readonly stderr: string;
  readonly logs: () => ReceivedLog[];
  readonly events: (name?: string) => ReceivedLog[];
  readonly spans: () => ReceivedSpan[];
  /** Those of the whole program, of no run among them. */
  readonly allSpans: () => ReceivedSpan[];
  readonly allRequests: readonly ReceivedRequest[];
}

/** As a program wrote it to one of its streams. */
const border = (index: number): string => `--- situation ${index} ---\n`;

/**
 * Collects bodies as {@link observe} takes them and runs all of them one after the other in one program, when the first of them is asked
 * for: a start costs more than most of them. Their pipeline is `pipeline('p')`, and what came of it is told apart by that name.
 */
export const observeTogether = (before = '', env: Readonly<Record<string, string>> = {}) => {
  const bodies: string[] = [];
  let running: Promise<readonly Situation[]> | undefined;
  return (body: string): (() => Promise<Situation>) => {
    const index = bodies.push(body) - 1;
    return async () => {
      running ??= runAll(bodies, before, env);
      const situation = (await running)[index];
      if (situation === undefined) throw new Error('All bodies are to be there before the first is asked for.');
      return situation;
    };
  };
};

const runAll = async (
  bodies: readonly string[],
  before: string,
  env: Readonly<Record<string, string>>,
): Promise<readonly Situation[]> => {
  const source = bodies.map(
    (
      body,
      index,
    ) => `for (const stream of [process.stdout, process.stderr]) stream.write(${JSON.stringify(border(index))});
      { ${body.replaceAll("pipeline('p'", `pipeline('p${index}'`)} }`,
  );
  await using seen = await observe(source.join('\n'), env, before);
  const { code, stdout, stderr } = seen.result;
  if (code !== 0) throw new Error(`The program ended with code ${code}: ${stderr}`);
  const { server } = seen;
  const [logs, spans] = [server.logs(), server.spans()];
  return bodies.map((_, index) => {
    const isOwn = ({ attributes }: { readonly attributes: Record<string, unknown> }) =>
      attributes['pipeline.name'] === `p${index}`;
    const own = logs.filter(isOwn);
    return {
      stdout: between(stdout, index),
      stderr: between(stderr, index),
      logs: () => own,
      events: (name) => own.filter(({ event }) => event !== undefined && (name === undefined || event === name)),
      spans: () => spans.filter(isOwn),
      allSpans: () => spans,
      allRequests: server.requests,
    };
  });
};

const between = (text: string, index: number): string =>
  text.slice(text.indexOf(border(index)) + border(index).length).split(border(index + 1))[0] ?? '';
