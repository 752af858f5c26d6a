import { randomBytes } from 'node:crypto';

/** A run's name: when it was started (UTC), its seed, and four random digits so that two at once don't meet. */
export function newRunId(seed: number): string {
  return newId(`s${seed}`);
}

/** The name of a stack that is brought up to stay, which has no seed. */
export function newStackId(): string {
  return newId('up');
}

function newId(what: string): string {
  const now = new Date().toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `${now}-${what}-${randomBytes(2).toString('hex')}`;
}
