import { Copyable } from '../../../components/page/Copyable.tsx';

const example = `dependencies:
  - name: warehouse
    url: env:WAREHOUSE_URL
    interval: 60s
    timeout: 3s
    slow: 1s
    sample: 5m`;

/** No database is watched yet: how to name one. */
export const NoDatabases = () => (
  <>
    <p className="mb-6 max-w-[60ch] text-dim">
      Name what your runs depend on: SQL Server, PostgreSQL or MySQL. Sightglass then checks it at its interval and
      shows here whether it is healthy and, if not, which step fails and what to do.
    </p>
    <div className="grid max-w-[68ch] grid-cols-[minmax(0,1fr)] gap-6">
      <Step name="Try the address">
        <Copyable label="Check it once" text="npx sightglass ping env:WAREHOUSE_URL" />
      </Step>
      <Step name='List it in a file. With "sample" the server also samples locks, transactions, waits and tables.'>
        <Copyable label="sightglass.yaml" text={example} />
      </Step>
      <Step name="Start the server with that file. The password stays in the variable.">
        <Copyable
          label="Start with the file"
          text="WAREHOUSE_URL=postgres://reader:…@host/db npx sightglass serve --config sightglass.yaml"
        />
      </Step>
    </div>
  </>
);

const Step = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <section>
    <h2 className="mb-2">{name}</h2>
    {children}
  </section>
);
