import { pageRecipient, type Recipient } from '@sightglass/model/alerting';
import type { MailChannel } from './config.ts';

/** Who is told of which incidents, by the configuration: everybody who looks at the pages, and each address. */
export const recipientsOf = (channels: readonly MailChannel[]): readonly Recipient[] => [
  pageRecipient,
  ...channels.flatMap(({ name, to }) =>
    to.map(({ address, severities }): Recipient => ({ channel: name, target: address, severities })),
  ),
];
