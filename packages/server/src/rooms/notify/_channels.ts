import type { z } from 'zod';
import { type MailChannel, notifySettings } from './config.ts';

export const channelsOf = (channels: z.input<typeof notifySettings.channels>): MailChannel[] =>
  notifySettings.channels.parse(channels);
