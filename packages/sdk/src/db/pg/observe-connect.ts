import { safely } from '../../safely.ts';
import type { AnyFunction } from '../patch.ts';
import { beginConnecting } from '../record/connecting.ts';
import { createTime, poolAttributes } from '../record/pools.ts';
import type { SessionNames } from './session-name.ts';
import { addressOfClient, type PgClient } from './types.ts';

/** `client.connect`, timed, reported when it fails, and after it the session has its name if that is wanted. */
export const observeConnect = (original: AnyFunction, nameSession?: SessionNames['borrowed']): AnyFunction =>
  function (this: PgClient, callback?: AnyFunction): unknown {
    const startedAtMs = performance.now();
    const failed = beginConnecting(addressOfClient(this));
    const connected = async (): Promise<void> => {
      safely(() =>
        createTime().record((performance.now() - startedAtMs) / 1_000, poolAttributes(addressOfClient(this))),
      );
      await nameSession?.(this);
    };
    if (callback !== undefined) {
      return original.call(this, (error: unknown, ...rest: unknown[]) => {
        if (error) {
          failed(error);
          callback(error, ...rest);
        } else void connected().then(() => callback(error, ...rest));
      }) as unknown;
    }
    return (original.call(this) as Promise<unknown>).then(
      async (value) => {
        await connected();
        return value;
      },
      (error: unknown) => {
        failed(error);
        throw error;
      },
    );
  };
