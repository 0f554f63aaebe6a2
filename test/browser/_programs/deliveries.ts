/** Files checked against contracts: three of deliveries that are nearly good, then a dirty one beside a list of prices that is good. */
import { writeFileSync } from 'node:fs';
import { defineContract, pipeline } from '@sightglass/sdk';

const deliveries = defineContract({
  name: 'deliveries',
  columns: [
    { name: 'id', type: 'integer', required: true, unique: true },
    { name: 'status', required: true, allowed: ['open', 'shipped'], warn: 0 },
    { name: 'weight', type: 'number', min: { value: 0, error: '1%' } },
    { name: 'due', type: 'date' },
  ],
});

const prices = defineContract({
  name: 'prices',
  columns: [
    { name: 'item', required: true },
    { name: 'price', type: 'number', min: 0 },
  ],
});

const rows = 1_000;
const row = (id: number, { light, lost, repeated }: Dirt): string => {
  const weight = id <= light ? -1 : (id % 40) + 0.5;
  const status = id > rows - lost ? 'lost' : 'open';
  return `${id > 500 && id <= 500 + repeated ? 500 : id},${status},${weight},2026-11-24`;
};

interface Dirt {
  readonly light: number;
  readonly lost: number;
  readonly repeated: number;
}

const writeDeliveries = (dirt: Dirt): void => {
  const lines = Array.from({ length: rows }, (_, index) => row(index + 1, dirt));
  writeFileSync('deliveries.csv', `id,status,weight,due\n${lines.join('\n')}\n`);
};

const load = pipeline('deliveries', { namespace: 'shop' });

for (const dirt of [
  { light: 0, lost: 0, repeated: 0 },
  { light: 3, lost: 0, repeated: 0 },
  { light: 0, lost: 2, repeated: 0 },
  { light: 31, lost: 4, repeated: 12 },
]) {
  writeDeliveries(dirt);
  await load.run((run) =>
    run.stage('check', { inputs: [] }, async (stage) => {
      await stage.check('deliveries.csv', deliveries, { rejects: 'deliveries.csv.rejects' });
      if (dirt.light !== 31) return;
      writeFileSync('prices.csv', 'item,price\nnut,0.10\nbolt,0.25\n');
      await stage.check('prices.csv', prices);
    }),
  );
}
