/** Why something did not end well. */
export interface Failed {
  readonly type: string;
  readonly message: string;
}
