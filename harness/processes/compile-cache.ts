import { enableCompileCache } from 'node:module';

/** The variable that names where Node keeps what it has compiled. */
export const COMPILE_CACHE = 'NODE_COMPILE_CACHE';

/**
 * Keeps the code that Node compiles for the harness and its programs in a folder, unless the environment names another
 * or forbids it (`NODE_DISABLE_COMPILE_CACHE`).
 *
 * @remarks Half of a start is compiling, and a worker that takes over is started while its workflows wait. Node checks
 * each entry against its source, and goes without a cache if it can't write:
 * https://nodejs.org/api/module.html#module-compile-cache
 */
export function keepCompiled(folder: string): void {
  process.env[COMPILE_CACHE] ??= folder;
  enableCompileCache(process.env[COMPILE_CACHE]);
}
