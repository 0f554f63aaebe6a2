/** What stands beside one request. */
export interface RequestObserver {
  requested(config: object): object;
  responded(response: unknown): unknown;
  failed(error: unknown): Promise<never>;
}

/** The interceptors of an axios instance, as its types have them. */
export interface Interceptors {
  readonly request: { use(fulfilled: (config: never) => unknown): unknown };
  readonly response: {
    use(fulfilled: (response: never) => unknown, rejected: (error: unknown) => unknown): unknown;
  };
}

interface Handler {
  readonly fulfilled: (value: never) => unknown;
  readonly rejected?: (error: unknown) => unknown;
}
interface Manager {
  forEach(visit: (handler: Handler) => void): void;
}

const observed = new WeakSet<object>();

/**
 * Has each request observed from next to where it is sent, whenever the program adds interceptors of its own: they may return copies, or
 * what an answer holds instead of the answer. axios reads both lists once for each request, the first of a list being the nearest;
 * adding to the lists would come too late, and put numbers out of order by which programs take their own away.
 */
export const standNextToRequests = (
  { interceptors: { request, response } }: { readonly interceptors: Interceptors },
  observe: () => RequestObserver,
): void => {
  if (observed.has(request)) return;
  observed.add(request);
  let next: RequestObserver | undefined;
  visitFirst(request, () => {
    next = observe();
    return { fulfilled: next.requested };
  });
  visitFirst(response, () => next && { fulfilled: next.responded, rejected: next.failed });
};

const visitFirst = (manager: object, first: () => Handler | undefined): void => {
  const list = manager as Manager;
  const visitOwn = list.forEach.bind(list);
  list.forEach = (visit) => {
    const handler = first();
    if (handler !== undefined) visit(handler);
    visitOwn(visit);
  };
};
