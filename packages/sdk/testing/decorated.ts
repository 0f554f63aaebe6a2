import { configure, pipeline, staged, timed } from '@sightglass/sdk';

/** Node does not run decorators yet; `staged.process.test.ts` compiles this with tsc first, as a user would. */
class Loader {
  readonly table = 'orders';

  @staged()
  load(rows: number): string {
    return `${this.parse(rows)} into ${this.table}`;
  }

  @timed('parsing')
  parse(rows: number): number {
    return rows * 2;
  }

  @timed()
  async fail(): Promise<never> {
    await Promise.resolve();
    throw new Error('no');
  }
}

configure({ logDir: false, logToConsole: false, summaryTable: false, bufferDir: false });
const loader = new Loader();
const answer = await pipeline('decorated').run(async () => {
  const loaded = loader.load(4);
  return [loaded, await loader.fail().catch(({ message }: Error) => message)];
});
console.log(answer.join(', '));
