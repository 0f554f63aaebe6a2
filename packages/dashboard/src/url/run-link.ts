import { pathSegment } from '@sightglass/model';

/** What tells a run apart. */
export interface RunName {
  readonly namespace: string;
  readonly pipeline: string;
  readonly runId: string;
}

/** Where the page of a run is: `<Link {...runLink(run)}>`. */
export const runLink = ({ namespace, pipeline, runId }: RunName) =>
  ({ to: '/pipelines/$namespace/$name/runs/$runId', params: { namespace, name: pipeline, runId } }) as const;

/** The same as the text of an address. */
export const runHref = ({ namespace, pipeline, runId }: RunName): string =>
  `/pipelines/${[namespace, pipeline].map(pathSegment).join('/')}/runs/${pathSegment(runId)}`;
