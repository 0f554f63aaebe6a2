import type { MailChannel } from '../config.ts';
import type { Attempt } from '../outbox/outcome.ts';
import { attemptOf, type SmtpFailure } from './answer-words.ts';
import { mailSession, type SessionEnd } from './session.ts';
import { createTokens } from './tokens.ts';

export interface MailSender {
  /** Never raises: what goes wrong is the outcome. */
  readonly send: (to: string, raw: string, signal?: AbortSignal) => Promise<Attempt & Pick<SessionEnd, 'steps'>>;
}

/** Sends mail of one channel; a connection for each message, as idle ones lose mail. */
export const createMailSender = (channel: MailChannel, nowMs: () => number): MailSender => {
  const tokens = channel.oauth2 === undefined ? undefined : createTokens(channel.oauth2, nowMs);
  const once: MailSender['send'] = async (to, raw, signal) => {
    const { steps, hasLeft, error, answer } = await mailSession(channel, tokens, { to, raw, signal });
    if (error === undefined) return { outcome: 'accepted', answer: answer.slice(0, 500), steps };
    return { ...attemptOf(error as SmtpFailure, hasLeft), steps };
  };
  return {
    async send(to, raw, signal) {
      const first = await once(to, raw, signal);
      if (tokens === undefined || first.outcome === 'accepted' || !first.answer.startsWith('535')) return first;
      // The token may have ended early: once with a new one.
      tokens.forget();
      return once(to, raw, signal);
    },
  };
};
