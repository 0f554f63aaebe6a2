import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { attributes } from '@sightglass/model';
import { defaultResource, resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import type { SdkConfig } from '../config/environment.ts';

/** Command line and environment stay out on purpose: they may hold secrets. */
export const createResource = (config: SdkConfig, fallbackName: string): Resource =>
  defaultResource().merge(
    resourceFromAttributes({
      [attributes.serviceInstanceId]: randomUUID(),
      [attributes.hostName]: hostname(),
      [attributes.processPid]: process.pid,
      [attributes.serviceName]: fallbackName,
      ...config.resourceAttributes,
      ...(config.serviceName === undefined ? {} : { [attributes.serviceName]: config.serviceName }),
    }),
  );
