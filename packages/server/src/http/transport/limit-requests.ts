import type { FastifyInstance } from 'fastify';
import { holderOf } from '../../access/admit-sender.ts';
import type { Limits } from '../../senders/limits.ts';
import { keptNetworkOf } from './sender-address.ts';
import { whenClosed } from './when-closed.ts';

/** Counts the requests of each address before it is found out who asks, so that guessing a token costs the state nothing. Health and files are for everybody. */
export const limitAddresses = (app: FastifyInstance, limits: Limits): void => {
  app.addHook('onRequest', async ({ ip, is404, routeOptions }) => {
    if (!is404 && routeOptions.config.need !== 'nothing') limits.enter(keptNetworkOf(ip));
  });
};

/** Counts the requests of each person and token, and how many they have under way at once; those that follow live data are bounded by themselves. */
export const limitQueries = (api: FastifyInstance, limits: Limits): void => {
  api.addHook('onRequest', async ({ ip, principal, routeOptions }, { raw }) => {
    const { holderId, holderName } = holderOf(principal);
    if (holderId !== '') limits.enter(holderId, holderName);
    if (routeOptions.config.isStream) return;
    const address = keptNetworkOf(ip);
    whenClosed(raw, holderId === '' ? limits.query(address) : limits.query(holderId, holderName));
  });
};
