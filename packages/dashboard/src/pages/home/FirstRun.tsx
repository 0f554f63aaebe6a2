import { Copyable } from '../../components/page/Copyable.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { EmptyPipe } from '../../pipe/EmptyPipe.tsx';
import { Sending } from './Sending.tsx';
import { serverUrl, withBase } from '../../url/base-path.ts';

const sdkExample = `import { pipeline } from '@sightglass/sdk';

await pipeline('orders').run(async (run) => {
  await run.stage('extract', async (stage) => {
    stage.rows.read(100);
    stage.rows.written(100);
  });
});`;

/** The home page of a new installation: an empty pipe, and the ways to send a first run. */
export const FirstRun = () => (
  <>
    <PageHead tab="Home" title="No pipeline has run yet.">
      <p className="mt-2 max-w-[60ch] text-dim">
        The first run appears here by itself. There are four ways to send one, and the{' '}
        <a className="link" href={withBase('/docs/')}>
          documentation
        </a>{' '}
        has ten minutes on each. The packages are not published yet, so type the commands in the clone of Sightglass
        that this server was started from.
      </p>
    </PageHead>
    <Sending />
    <EmptyPipe />
    <ol className="mt-10 grid max-w-[1100px] grid-cols-[minmax(0,1fr)] gap-x-16 gap-y-10 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <Way
        name="See the example pipeline run"
        hint="Three million real flights, and now and then something breaks. It starts a server of its own."
      >
        <Copyable label="Start the demo" text="npx sightglass demo --port 0" />
      </Way>
      <Way name="Watch any program, unchanged" hint="Python, shell, dbt, anything with an exit code.">
        <Copyable
          label="Watch a program"
          text={`npx sightglass exec --url ${serverUrl()} --pipeline my-etl -- python etl.py`}
        />
      </Way>
      <Way name="Count rows from TypeScript" hint="Stages, the row ledger, logs and traces from inside your code.">
        <Copyable label="A first pipeline: orders.ts" text={sdkExample} />
        <Copyable
          label="Run it"
          text={`SIGHTGLASS_URL=${serverUrl()} npx node --conditions=@sightglass/source orders.ts`}
        />
      </Way>
      <Way name="Send OpenTelemetry" hint="Whatever already speaks OTLP. Logs and traces are searchable at once.">
        <Copyable label="Point OTLP here" text={`OTEL_EXPORTER_OTLP_ENDPOINT=${serverUrl()}`} />
      </Way>
    </ol>
  </>
);

const Way = ({ name, hint, children }: { name: string; hint: string; children: React.ReactNode }) => (
  <li className="min-w-0">
    <h2 className="text-name">{name}</h2>
    <p className="mt-0.5 mb-3 text-dim">{hint}</p>
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">{children}</div>
  </li>
);
