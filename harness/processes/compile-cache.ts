import { enableCompileCache } from 'node:module';

/** The variable that names where Node keeps what it has compiled. */
export const COMPILE_CACHE = 'NODE_COMPILE_CACHE';

/**
 * Keeps what Node compiles of us, and of the programs that we start, in a folder, unless the environment names another
 * or forbids it (`NODE_DISABLE_COMPILE_CACHE`).
 *
 * @remarks Half of a start is compiling, and a worker that takes over is started while its workflows wait. Node holds
 * each entry against its source, and goes without where it can't write:
 * https://nodejs.org/api/module.html#module-compile-cache
 */
export function keepCompiled(folder: string): void {
  process.env[COMPILE_CACHE] ??= folder;
  enableCompileCache(process.env[COMPILE_CACHE]);
}
