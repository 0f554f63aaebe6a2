/** The gauge `queue.length` of the service `mailer`, or others: 3 five minutes ago, and 7 now. */
export const sendGauge = async (url: string, names: readonly string[] = ['queue.length']): Promise<void> => {
  const attributes = [{ key: 'queue', value: { stringValue: 'mail' } }];
  const nano = (secondsAgo: number) => `${BigInt(Date.now() - secondsAgo * 1_000) * 1_000_000n}`;
  const point = (asInt: number, secondsAgo: number) => ({ asInt, timeUnixNano: nano(secondsAgo), attributes });
  const gauge = { dataPoints: [point(3, 300), point(7, 5)] };
  const metrics = names.map((name) => ({ name, unit: '{message}', gauge }));
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'mailer' } }] };
  const body = JSON.stringify({ resourceMetrics: [{ resource, scopeMetrics: [{ metrics }] }] });
  const answer = await fetch(`${url}/v1/metrics`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  if (!answer.ok) throw new Error(`The gauge was refused: ${answer.status} ${await answer.text()}`);
};
