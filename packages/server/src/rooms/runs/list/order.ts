/** By what the engine can order runs. */
export interface RunOrder {
  readonly by: 'started' | 'duration';
  readonly direction: 'asc' | 'desc';
}

export const newestFirstOrder: RunOrder = { by: 'started', direction: 'desc' };

/** Lists in this order are read window by window from now on back. */
export const isNewestFirst = ({ order = newestFirstOrder }: { readonly order?: RunOrder | undefined }): boolean =>
  order.by === 'started' && order.direction === 'desc';
