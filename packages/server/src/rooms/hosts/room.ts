import type { OpenRoom } from '../../room.ts';
import { describedHosts } from './described-host.ts';
import { createHostReader, type HostWindow } from './facts.ts';
import { hostRoutes } from './routes.ts';
import { systemOfHost } from './system-of-host.ts';

export const openHosts: OpenRoom = ({ telemetry, receptionTime }) => {
  const hosts = createHostReader(telemetry);
  const readHosts = async (window: HostWindow) => {
    const now = receptionTime();
    const [seen, unfinished] = await Promise.all([hosts.seen(window), hosts.unfinished(now, window.name)]);
    return describedHosts(seen, unfinished, now.nowMs);
  };
  return {
    name: 'hosts',
    routes: { about: 'Machines and containers that runs go on', plugins: [hostRoutes(readHosts)] },
    offers: { systems: async ({ fromMs, toMs }) => (await readHosts({ fromMs, toMs })).map(systemOfHost) },
  };
};
