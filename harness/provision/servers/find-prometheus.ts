import { HarnessError } from '../../errors.ts';
import { lookForProgram, type ProgramSearch } from './find-server.ts';
import type { FoundServer } from './first-found.ts';
import type { ProgramSpec } from './server-spec.ts';

/** The first that discovers its targets over HTTP. */
const minimum = [2, 28] as const;

/** Prometheus, of which any recent version serves: what it stores is gone with its run. */
export const prometheusSpec: ProgramSpec = {
  title: 'Prometheus',
  version: `${minimum.join('.')} or newer`,
  program: 'prometheus',
  environmentVariable: 'CHAOS_PROMETHEUS_PATH',
  versionArguments: ['--version'],
  readVersion: (output) => {
    const [, version, major, minor] = /^prometheus, version ((\d+)\.(\d+)\S*)/m.exec(output) ?? [];
    if (version === undefined) return null;
    const fits = Number(major) > minimum[0] || (Number(major) === minimum[0] && Number(minor) >= minimum[1]);
    return { version, fits };
  },
};

/**
 * Finds Prometheus: the binary that CHAOS_PROMETHEUS_PATH names, else one on the PATH.
 *
 * @throws HarnessError CHAOS_BINARY_BROKEN if the environment names a binary that doesn't work; CHAOS_BINARY_MISSING.
 */
export async function findPrometheus(search: Omit<ProgramSearch, 'spec'>): Promise<FoundServer> {
  const { found, tried } = await lookForProgram({ ...search, spec: prometheusSpec });
  if (found !== null) return found;
  const { title, version, environmentVariable } = prometheusSpec;
  throw new HarnessError(
    'CHAOS_BINARY_MISSING',
    `${title} ${version} could not be found (${tried.join('; ')}). ` +
      `Install it (Debian: apt-get install prometheus), or put its path into ${environmentVariable}.`,
  );
}
