import { type Alert, type Incident, incidentName, type Notification } from '@sightglass/model/alerting';
import { hiddenTelling, mailHtml, mailSubject, mailText, tellingOf } from '@sightglass/model/notify';
import type { MailChannel } from '../config.ts';

/** The words of one mail. */
export interface MailWords {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly thread: string;
}

export interface MailAsked {
  readonly notification: Notification;
  readonly incident: Incident;
  readonly alerts: readonly Alert[];
  readonly channel: MailChannel;
  readonly publicUrl: string | undefined;
  /** Of earlier mails to the same recipient about the same incident, the latest last. */
  readonly earlier: readonly { readonly thread: string; readonly subject: string }[];
  /** The recipient may not see all of the incident any more: it is told of its end, and nothing else. */
  readonly isHidden: boolean;
  readonly nowMs: number;
}

/** What a mail says. All of one incident have the same subject, in one thread; one that becomes P1 begins another, so that it is seen. Pure. */
export const mailWords = (asked: MailAsked): MailWords => {
  const { notification, incident, alerts, channel, publicUrl, earlier, nowMs } = asked;
  const telling = asked.isHidden
    ? hiddenTelling(incident)
    : tellingOf({
        notification,
        incident,
        alerts,
        publicUrl,
        timeZone: channel.timeZone,
        errors: channel.errors,
        whyYou: whyYou(channel, notification),
        nowMs,
      });
  const isGrave = incident.severity === 'P1';
  const usual = `inc-${incident.no}`;
  const grave = `${usual}.p1`;
  const known = earlier.findLast(({ thread }) => thread === grave) ?? (isGrave ? undefined : earlier.at(-1));
  return {
    subject: known?.subject ?? (asked.isHidden ? incidentName(incident.no) : mailSubject(incident)),
    text: mailText(telling),
    html: mailHtml(telling),
    thread: known?.thread ?? (isGrave ? grave : usual),
  };
};

const whyYou = ({ name, to }: MailChannel, { target, kind }: Notification): string => {
  const entry = to.find(({ address }) => address === target);
  const of = entry === undefined ? '' : ` for ${entry.severities.join(', ')}`;
  const end = kind === 'resolved' ? ' You were told of the trouble, so you are told of its end.' : '';
  return `You get this because ${target} is a recipient of the channel "${name}"${of}.${end}`;
};
