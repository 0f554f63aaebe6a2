/** That a run read or wrote the table `shop.orders`, as a stage reports it. */
export const sendDataset = async (
  url: string,
  { runId, pipeline, namespace, role }: Readonly<Record<'runId' | 'pipeline' | 'namespace' | 'role', string>>,
): Promise<void> => {
  const given = {
    'pipeline.run.id': runId,
    'pipeline.name': pipeline,
    'pipeline.namespace': namespace,
    'pipeline.dataset.namespace': 'postgres://db:5432',
    'pipeline.dataset.name': 'shop.orders',
    'pipeline.dataset.role': role,
    'pipeline.dataset.rows': '1200',
  };
  const attributes = Object.entries(given).map(([key, stringValue]) => ({ key, value: { stringValue } }));
  const timeUnixNano = `${BigInt(Date.now()) * 1_000_000n}`;
  const logRecords = [{ timeUnixNano, eventName: 'pipeline.dataset.used', attributes }];
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'etl' } }] };
  const answer = await fetch(`${url}/v1/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] }),
  });
  if (!answer.ok) throw new Error(`The dataset was refused: ${answer.status} ${await answer.text()}`);
};
