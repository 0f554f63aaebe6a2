import { findDashboard } from '../local-server/dashboard.ts';
import { ok, warn, type CheckResult } from './check.ts';

export const checkDashboard = (): CheckResult => {
  const { state, folder } = findDashboard();
  if (state === 'built') return ok('dashboard', folder);
  if (state === 'stale') return ok('dashboard', `${folder} is built when the server starts`);
  return warn('dashboard', 'not there', 'Install the package again; the API works without it.');
};
