import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Found, type FoundVariable, findTaskQueues, findVariables, findWorkflows } from './find-names.ts';
import { type FoundWorker, findWorkers } from './find-workers.ts';
import { projectFiles } from './project-files.ts';

/** What the files of a project say of its system, each with its place. Nothing is run. */
export interface ProjectFacts {
  readonly workers: readonly FoundWorker[];
  readonly taskQueues: readonly Found[];
  readonly workflows: readonly Found[];
  readonly variables: readonly FoundVariable[];
  /** Whether it is a package of npm, so that the configuration can lie in its folder. */
  readonly isPackage: boolean;
}

/** Looks at the files of a project. */
export function lookAtProject(folder: string): ProjectFacts {
  const files = projectFiles(folder);
  return {
    workers: findWorkers(files, (path) => existsSync(join(folder, path))),
    taskQueues: findTaskQueues(files),
    workflows: findWorkflows(files),
    variables: findVariables(files),
    isPackage: existsSync(join(folder, 'package.json')),
  };
}
