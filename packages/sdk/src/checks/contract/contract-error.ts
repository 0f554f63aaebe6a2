/** A contract that cannot be used; the message says where it stands and what to write. */
export class ContractError extends Error {
  readonly code = 'CONTRACT_INVALID';
}
