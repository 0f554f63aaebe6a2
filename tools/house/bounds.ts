/** What the house promises about its own shape. `npm run house` fails when one of these is passed. */
export const bounds = {
  fileLines: 350,
  functionLines: 80,
  /** Functions longer than this are listed, so that they can be watched; they do not fail. */
  watchedFunctionLines: 50,
  /** Files up to this size that only one file beside them imports are listed with `--shards`; they do not fail. */
  shardLines: 30,
  /** Source files in one folder; tests, migrations and pictures do not count. */
  folderFiles: 20,
} as const;
