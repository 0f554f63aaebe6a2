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
])('%s is a run of %s', (line, name) => expect(pipelineNameOf(line.split(' '))).toBe(name));
