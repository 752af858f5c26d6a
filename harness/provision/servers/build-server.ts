import { join } from 'node:path';
import type { ProvisionContext } from '../provision-context.ts';
import { buildGo, goModuleFolder } from './build-go.ts';

/**
 * Builds the server from the pinned Go module that comes with the harness.
 *
 * @param folder - where the program is put
 * @returns the path of the program; it has not been run yet.
 * @throws Error that says in one line how it failed; the signal's reason when it aborts.
 */
export async function buildServer(context: ProvisionContext, folder: string): Promise<string> {
  const { goModule, title, version, program } = context.spec;
  const output = join(folder, program);
  const build = {
    what: `${title} ${version}`,
    moduleFolder: goModuleFolder(goModule.folder),
    package: goModule.package,
    linkerFlags: `-X ${goModule.versionVariable}=${version}`,
    output,
    logFile: `${context.cached}.build.log`,
  };
  await buildGo(build, context);
  return output;
}
