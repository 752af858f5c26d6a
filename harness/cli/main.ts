#!/usr/bin/env node
import { homedir } from 'node:os';
import { join } from 'node:path';
import { keepCompiled } from '../processes/compile-cache.ts';
import { cacheFolder } from '../provision/provision-context.ts';

keepCompiled(join(cacheFolder(process.env, process.platform, homedir()), 'compiled'));
// Imported late: Node compiles static imports before the first line runs.
const [{ runProcess }, { createProgram }] = await Promise.all([import('./command-line.ts'), import('./program.ts')]);
runProcess(createProgram());
