import type { CareParts, KeptSegment } from './care-parts.ts';
import { diskErrors, passesCheck } from './facts-parts.ts';
import type { Part } from './part.ts';
import { holdsItsBytes } from './part-files.ts';

export interface Judgement {
  readonly broken: readonly Part[];
  /** Not looked at to the end. */
  readonly unclear: readonly Part[];
}

/** Sorts out parts of which the bytes are not those the engine wrote; in doubt it reads them to their end. */
export const judgeParts = async (
  { telemetry }: Pick<CareParts<KeptSegment>, 'telemetry'>,
  parts: readonly Part[],
  isInDoubt: boolean,
): Promise<Judgement> => {
  const broken: Part[] = [];
  const unclear: Part[] = [];
  for (const part of parts) {
    const isWhole = await holdsItsBytes(part);
    if (isWhole === undefined)
      unclear.push(part); // gone meanwhile, or its folder was removed: the next look shows which
    else if (!isWhole || (isInDoubt && !(await passesCheck(telemetry, part)))) broken.push(part);
  }
  return { broken, unclear };
};

/** Whether anything happened since this was last asked that may have damaged what was written without an error. */
export const createDoubt = ({
  telemetry,
  timesShort,
  isShort,
}: Pick<CareParts<KeptSegment>, 'telemetry' | 'timesShort' | 'isShort'>): (() => Promise<boolean>) => {
  let evidence = '';
  return async () => {
    const before = evidence;
    evidence = `${timesShort()} ${await diskErrors(telemetry)}`;
    return isShort() || evidence !== before;
  };
};
