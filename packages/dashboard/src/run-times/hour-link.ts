import type { LinkProps } from '@tanstack/react-router';

/** Where the runs of an hour of the week are listed. */
export type RunsOfHour = (weekHour: string) => Pick<LinkProps, 'to' | 'search'>;
