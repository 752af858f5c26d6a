import { existsSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { configOfSketch } from '../../setup/config-of-sketch.ts';
import type { ProjectFacts } from '../../setup/look/look-at-project.ts';
import { type Advice, type RenderedFile, renderConfig } from '../../setup/render-config.ts';
import { namesOf, type SystemSketch } from '../../setup/system-sketch.ts';
import { extensionIn } from '../../setup/write-files.ts';
import { type SystemFlags, sketchOf } from '../options/system-flags.ts';

/** The files of a new configuration, and what comes after they are written. */
export interface PlannedFiles {
  /** The folder that they are written to. */
  readonly folder: string;
  readonly files: readonly RenderedFile[];
  /** Commands, in their order. */
  readonly next: readonly string[];
}

/** The folder for a project that is no package of npm. */
const OWN_FOLDER = 'chaos';

/**
 * Decides which files to write, and where: beside the package.json of the project, or in a separate folder.
 *
 * @param here - the working folder
 * @param project - the folder of the project, which may be another one
 * @throws HarnessError CHAOS_USAGE or CHAOS_BAD_CONFIG for flags that make no configuration.
 */
export async function planFiles(
  flags: SystemFlags,
  facts: ProjectFacts,
  { here, project }: { readonly here: string; readonly project: string },
): Promise<PlannedFiles> {
  const isElsewhere = relative(here, project) !== '';
  const folder = isElsewhere || facts.isPackage ? here : join(here, OWN_FOLDER);
  const isNew = !existsSync(join(folder, 'package.json'));
  const up = relative(folder, project);
  const sketch = placed(sketchOf(flags) ?? ({} as SystemSketch), { here, folder, up });
  // Refused here, so that no file is written that can't be loaded.
  configOfSketch(sketch, 'the flags');
  const extension = isNew ? 'ts' : await extensionIn(folder);
  const manifest = `${JSON.stringify({ name: 'chaos-tests', private: true, type: 'module' }, null, 2)}\n`;
  return {
    folder,
    files: [
      ...(isNew ? [{ path: 'package.json', text: manifest }] : []),
      ...renderConfig(sketch, extension, adviceOf(facts, up)),
    ],
    next: commands(sketch, facts, { into: relative(here, folder), isNew }),
  };
}

interface Places {
  readonly here: string;
  readonly folder: string;
  readonly up: string;
}

/** The sketch as seen from the folder of its configuration. */
function placed(sketch: SystemSketch, { here, folder, up }: Places): SystemSketch {
  const { cwd, migrations } = sketch;
  const from = (path: string): string => (isAbsolute(path) ? path : relative(folder, join(here, path)));
  const start = cwd === undefined ? up : from(cwd);
  return {
    ...sketch,
    ...(start === '' ? {} : { cwd: start }),
    ...(migrations === undefined ? {} : { migrations: from(migrations) }),
  };
}

function adviceOf({ workers, workflows }: ProjectFacts, up: string): Advice {
  const language = workers[0]?.language;
  const [file = ''] = workflows[0]?.at.split(':') ?? [];
  if (language !== 'python' || !file.endsWith('.py')) return { mayBundle: language === 'node' };
  const [interpreter = 'python3'] = workers[0]?.value.split(' ') ?? [];
  const python = interpreter.includes('/') ? join(up, interpreter) : interpreter;
  const replayer = 'node_modules/durable-chaos/replayers/python/replayer.py';
  const module = file.replace(/\.py$/, '').replaceAll('/', '.');
  return { mayBundle: false, replayer: { command: [python, replayer, module], code: [join(up, file)] } };
}

function commands(
  sketch: SystemSketch,
  { workers }: ProjectFacts,
  { into, isNew }: { readonly into: string; readonly isNew: boolean },
): readonly string[] {
  const { exploration, scenario } = namesOf(sketch);
  const built = workers.find(({ value }) => value === sketch.worker.join(' '))?.before ?? null;
  return [
    ...(built === null ? [] : [built]),
    ...(into === '' ? [] : [`cd ${into}`]),
    ...(isNew ? ['npm install --save-dev <the package durable-chaos>'] : []),
    'npx chaos check-config',
    `npx chaos explore ${exploration}`,
    `npx chaos scenario ${scenario}`,
  ];
}
