import type { MailChannel } from '../config.ts';
import type { Attempt } from '../outcome.ts';
import { attemptOf, type SmtpFailure } from './answer-words.ts';
import { mailSession, type SessionEnd } from './session.ts';
import { createTokens } from './tokens.ts';

export interface MailSender {
  /** Never raises: what goes wrong is the outcome. */
  readonly send: (to: string, raw: string) => Promise<Attempt & Pick<SessionEnd, 'steps'>>;
}

/** Sends mail of one channel; a connection for each message, as idle ones lose mail. */
export const createMailSender = (channel: MailChannel, nowMs: () => number): MailSender => {
  const tokens = channel.oauth2 === undefined ? undefined : createTokens(channel.oauth2, nowMs);
  return {
    async send(to, raw) {
      const { steps, hasLeft, error, answer } = await mailSession(channel, tokens, { to, raw });
      if (error === undefined) return { outcome: 'accepted', answer: answer.slice(0, 500), steps };
      return { ...attemptOf(error as SmtpFailure, hasLeft), steps };
    },
  };
};
