import { spawn } from 'node:child_process';
import { join } from 'node:path';

const main = join(import.meta.dirname, '..', 'tools/offline-images/main.ts');

/**
 * Makes the images of the Docker stack where they are missing or stale: from the official ones, or else from packages.
 *
 * @returns whether they are there now
 */
export async function ensureImages(): Promise<boolean> {
  return (await images()) || (await images('--offline'));
}

async function images(...flags: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, [main, 'images', ...flags], { stdio: ['ignore', 'inherit', 'inherit'] });
  return await new Promise((resolve) => child.on('close', (code) => resolve(code === 0)));
}
