import { createMemoryHistory, createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { expect, test } from 'vitest';
import { names } from './address-names.ts';
import { runHref } from './run-link.ts';

const path = '/pipelines/$namespace/$name/runs/$runId';
const root = createRootRoute();
const page = createRoute({ getParentRoute: () => root, path, params: names('namespace', 'name', 'runId') });
const routerAt = (address: string) =>
  createRouter({
    routeTree: root.addChildren([page]),
    history: createMemoryHistory({ initialEntries: [new URL(address, 'http://localhost').pathname] }),
  });

test.each(['..', '.', 'a/b', 'a.b', '%2E', '100%'])(
  'the page of a pipeline named "%s" has an address',
  async (name) => {
    const params = { namespace: 'default', name, runId: '1' };
    const { href } = routerAt('/').buildLocation({ to: path as string, params });
    expect(href).toBe(runHref({ namespace: 'default', pipeline: name, runId: '1' }));
    const router = routerAt(href);
    await router.load();
    expect(router.state.matches.at(-1)?.params).toEqual(params);
  },
);
