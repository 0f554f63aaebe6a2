import { unreachable } from '../fetch/client.ts';

/** The script of a page comes when it is first needed; the server may be away by then. */
export const fetchPage =
  <Page>(load: () => Promise<Page>) =>
  (): Promise<Page> =>
    load().catch((cause: unknown) => {
      throw unreachable(cause);
    });
