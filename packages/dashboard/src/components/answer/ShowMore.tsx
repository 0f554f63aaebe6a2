interface Props {
  readonly query: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => unknown;
  };
  readonly children: React.ReactNode;
}

/** Reads the next page of a list; nothing when there is none. */
export const ShowMore = ({ query, children }: Props) =>
  query.hasNextPage ? (
    <button
      type="button"
      className="control mt-3"
      disabled={query.isFetchingNextPage}
      onClick={() => void query.fetchNextPage()}
    >
      {children}
    </button>
  ) : null;
