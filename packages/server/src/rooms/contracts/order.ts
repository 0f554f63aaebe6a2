/** Where a contract of a pipeline stands in a list. */
export interface ContractPosition {
  readonly namespace: string;
  readonly pipeline: string;
  readonly contract: string;
  /** Of the latest run that checked it; 0 is the worst. */
  readonly severity: number;
  readonly checkedAtMs: number;
}

/** `urgency`: trouble first, then the latest; `name`: by contract and pipeline; `checked`: the latest first. */
export interface ContractOrder {
  readonly by: 'urgency' | 'name' | 'checked';
  readonly isTurned: boolean;
}

export const urgentFirst: ContractOrder = { by: 'urgency', isTurned: false };

/** What the engine orders by, and where in a list the last one stood. */
const keys = {
  severity: ['severity', '{severity:Int64}'],
  latest: ['-checkedAtMs', '{minusAtMs:Int64}'],
  contract: ['contract', '{afterContract:String}'],
  pipeline: ['pipeline', '{afterPipeline:String}'],
  namespace: ['namespace', '{afterNamespace:String}'],
} as const;

const ordered: Readonly<Record<ContractOrder['by'], readonly (keyof typeof keys)[]>> = {
  urgency: ['severity', 'latest', 'namespace', 'pipeline', 'contract'],
  name: ['contract', 'pipeline', 'namespace'],
  checked: ['latest', 'namespace', 'pipeline', 'contract'],
};

/** The end of a statement that selects contracts. */
export const orderSql = ({ by, isTurned }: ContractOrder): { readonly orderBy: string; readonly following: string } => {
  const own = ordered[by].map((key) => keys[key]);
  const [direction, sign] = isTurned ? ['DESC', '<'] : ['ASC', '>'];
  return {
    orderBy: own.map(([column]) => `${column} ${direction}`).join(', '),
    following: `(${own.map(([column]) => column).join(', ')}) ${sign} (${own.map(([, parameter]) => parameter).join(', ')})`,
  };
};

export const positionParameters = (after: ContractPosition | undefined): Record<string, string | number> =>
  after === undefined
    ? {}
    : {
        severity: after.severity,
        minusAtMs: -after.checkedAtMs,
        afterNamespace: after.namespace,
        afterPipeline: after.pipeline,
        afterContract: after.contract,
      };
