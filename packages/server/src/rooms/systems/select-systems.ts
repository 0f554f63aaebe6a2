import { systemKinds, type SystemKind, systemsByUrgency } from '@sightglass/model';
import type { System } from '@sightglass/model/rest';

export interface SystemSelection {
  readonly kind?: SystemKind | undefined;
  readonly search?: string | undefined;
}

export type SystemOrder = 'urgency' | 'name' | 'kind' | 'last';

/** Those that are meant: of the kind, and with every word of the search in a name, place, state or pipeline. Pure. */
export const selectSystems = (systems: readonly System[], { kind, search = '' }: SystemSelection): System[] => {
  const wanted = search.toLowerCase().split(/\s+/u).filter(Boolean);
  return systems.filter((system) => {
    const text = [system.name, system.place, system.shown.word, ...system.usedBy.map(({ pipeline }) => pipeline)]
      .join('\n')
      .toLowerCase();
    return (kind === undefined || system.kind === kind) && wanted.every((word) => text.includes(word));
  });
};

/** Trouble first, unless another order is asked for; of equal ones trouble first too. Pure. */
export const orderedSystems = (systems: readonly System[], order: SystemOrder): System[] => {
  const urgent = systemsByUrgency(systems);
  switch (order) {
    case 'urgency':
      return urgent;
    case 'name':
      return urgent.toSorted((a, b) => a.name.localeCompare(b.name));
    case 'kind':
      return urgent.toSorted((a, b) => systemKinds.indexOf(a.kind) - systemKinds.indexOf(b.kind));
    case 'last':
      return urgent.toSorted((a, b) => (b.lastAt ?? '').localeCompare(a.lastAt ?? ''));
  }
};

/** How many there are of each kind. */
export const countKinds = (systems: readonly System[]): Record<SystemKind, number> => {
  const countOf = (kind: SystemKind) => systems.filter((system) => system.kind === kind).length;
  return {
    database: countOf('database'),
    api: countOf('api'),
    'file-store': countOf('file-store'),
    host: countOf('host'),
  };
};
