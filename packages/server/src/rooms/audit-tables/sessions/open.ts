import { addressesOf } from '@sightglass/probes';
import { AuditTableError, type AuditSession, type AuditTable } from '../table.ts';
import type { AuditTableAddress } from './address.ts';

/** The table or view at a URL: a session of its own for each look, at the first of its addresses that answers. */
export const auditTableAt = ({ target, table }: AuditTableAddress): AuditTable => ({
  async open() {
    const failures: Error[] = [];
    for (const address of addressesOf(target)) {
      try {
        return await openAt({ target: address, table });
      } catch (error) {
        failures.push(error as Error);
      }
    }
    throw allOf(failures);
  },
});

const allOf = (failures: readonly Error[]): unknown => {
  const messages = [...new Set(failures.map(({ message }) => message))];
  return messages.length === 1 ? failures[0] : new AuditTableError(messages.join('; '), { cause: failures[0] });
};

/** Drivers are large and few need them. */
const openAt = async (address: AuditTableAddress): Promise<AuditSession> => {
  if (address.target.system === 'postgresql') return (await import('./postgres.ts')).openPostgresTable(address);
  return (await import('./sql-server.ts')).openSqlServerTable(address);
};
