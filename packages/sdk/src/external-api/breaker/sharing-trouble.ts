import { attributes } from '@sightglass/model';
import { emitLogRecord } from '../../telemetry/log-records.ts';
import { warnOnce } from '../../warnings.ts';

/** Makes it known that a breaker is not shared although it should be: on standard error once, in the log whenever it begins and ends. */
export interface SharingTrouble {
  failed(why: string): void;
  worked(): void;
}

/** Begins and ends that are logged; a connection that comes and goes would fill the log. */
const mostLogged = 20;

export const createSharingTrouble = (name: string, serverUrl: string): SharingTrouble => {
  let isFailing = false;
  let logged = 0;
  const log = (severity: 'WARN' | 'INFO', body: string): void => {
    logged += 1;
    if (logged <= mostLogged) emitLogRecord(severity, body, { [attributes.dependencyName]: name });
  };
  return {
    failed: (why) => {
      if (isFailing) return;
      isFailing = true;
      const body = `the breaker of "${name}" is not shared for now: ${serverUrl} ${why}; this process goes by its own calls and by what it learned last.`;
      warnOnce(`shared breaker ${name}`, body);
      log('WARN', body);
    },
    worked: () => {
      if (!isFailing) return;
      isFailing = false;
      log('INFO', `the breaker of "${name}" is shared again`);
    },
  };
};
