/** `deployment.environment.name` of what is made up; pages and commands show it beside the name of the pipeline. */
export const simulatedEnvironment = 'simulated';

export const isSimulated = ({ environment }: { readonly environment: string | null }): boolean =>
  environment === simulatedEnvironment;
