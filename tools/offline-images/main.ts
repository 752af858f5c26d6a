/**
 * `npm run images`: the command line of the package, whose `images` also has `--offline`.
 */
import { runProcess } from '../../harness/cli/command-line.ts';
import { createProgram } from '../../harness/cli/program.ts';
import { offlineBases } from './offline-bases.ts';

runProcess(createProgram({ offlineBases }));
