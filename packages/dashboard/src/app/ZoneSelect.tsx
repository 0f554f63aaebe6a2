import { useSyncExternalStore } from 'react';
import { dateLanguage } from '../format/language.ts';
import { chooseZone, chosenZone, followZone, machineZone } from '../format/zone.ts';

export const useLanguage = (): string => useSyncExternalStore(followZone, dateLanguage);

export const useZone = (): string => useSyncExternalStore(followZone, chosenZone);

/** In which zone all times of the product are written. */
export const ZoneSelect = () => {
  const zone = useZone();
  return (
    <select
      aria-label="Clock zone"
      title={zone === machineZone ? `Times in the zone of this machine, ${machineZoneName()}` : `Times in ${zone}`}
      className="control w-[74px] px-1 text-dim"
      value={zone}
      onChange={(event) => chooseZone(event.target.value)}
    >
      <option value={machineZone}>Local</option>
      <option value="UTC">UTC</option>
      <optgroup label="Zones">
        {Intl.supportedValuesOf('timeZone')
          .filter((name) => name !== 'UTC')
          .map((name) => (
            <option key={name} value={name}>
              {name.replaceAll('_', ' ')}
            </option>
          ))}
      </optgroup>
    </select>
  );
};

const machineZoneName = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;
