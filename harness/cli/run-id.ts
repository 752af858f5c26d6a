import { randomBytes } from 'node:crypto';

/** A run's name: when it was started (UTC), its seed, and four random digits so that two at once don't meet. */
export function newRunId(seed: number): string {
  const now = new Date().toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `${now}-s${seed}-${randomBytes(2).toString('hex')}`;
}
