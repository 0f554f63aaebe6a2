import { expect, test } from 'vitest';
import { pipelineNameOf } from './pipeline-name.ts';

test.each([
  ['python etl.py', 'etl'],
  ['/usr/bin/python3.12 -u /srv/jobs/orders.daily.py --day 1', 'orders.daily'],
  ['python -W ignore etl.py', 'etl'],
  ['python -m shop.load', 'shop.load'],
  ['python -c print(1)', 'python'],
  ['node --import ./hooks.js dist/load.js', 'load'],
  ['deno run -A etl.ts', 'etl'],
  ['bash nightly.sh', 'nightly'],
  ['sh -c exit', 'sh'],
  ['node', 'node'],
  ['/opt/bin/load-orders --all', 'load-orders'],
  ['./etl.sh', 'etl.sh'],
  ['', 'program'],
  ['dbt run --select orders', 'dbt'],
  [String.raw`C:\Python312\python.exe C:\jobs\etl.py`, 'etl'],
  ['load-orders.exe --all', 'load-orders'],
  ['uv run etl.py', 'etl'],
  ['uv run --with pandas python etl.py', 'etl'],
  ['poetry run python -m shop.load', 'shop.load'],
  ['env PYTHONPATH=src LANG=C python3 etl.py', 'etl'],
  ['nice -n 5 timeout 1.5h python etl.py', 'etl'],
  ['sudo -u batch /opt/bin/load-orders', 'load-orders'],
  ['opentelemetry-instrument python3 etl.py', 'etl'],
  ['java -cp lib -jar /srv/etl.jar', 'etl'],
  ['dotnet Etl.Load.dll', 'Etl.Load'],
  ['spark-submit --master local job.py', 'job'],
  ['env', 'env'],
])('%s is a run of %s', (line, name) => expect(pipelineNameOf(line.split(' '))).toBe(name));

test.each([
  [['python', '/srv/my jobs/daily load.py'], 'daily load'],
  [['bash', '-c', 'cd /srv && python etl.py --day 1 | tee log'], 'etl'],
  [['sh', '-lc', 'X=1 exec python -m shop.load'], 'shop.load'],
  [['bash', '-c', 'psql -f load.sql'], 'bash'],
  [['bash', '-c', ''], 'bash'],
])('%j is a run of %s', (command, name) => expect(pipelineNameOf(command)).toBe(name));
