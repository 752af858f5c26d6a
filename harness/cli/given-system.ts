import { HarnessError } from '../errors.ts';
import { asTyped } from '../model/as-typed.ts';
import type { ChaosConfig } from '../model/config.ts';
import { configOfSketch } from '../setup/config-of-sketch.ts';
import { type RenderedFile, renderConfig } from '../setup/render-config.ts';
import { namesOf } from '../setup/system-sketch.ts';
import { extensionIn, refuseExisting, writeNew } from '../setup/write-files.ts';
import { type SystemFlags, sketchOf, systemWords } from './options/system-flags.ts';

/** A system that a command line says, without a chaos.config.ts. */
export interface GivenSystem {
  readonly config: ChaosConfig;
  /** The one exploration of the configuration. */
  readonly exploration: string;
  /** The flags, as they are typed to say the same again. */
  readonly words: string;
  /** The files that say the same. */
  readonly files: readonly RenderedFile[];
  /** The command that runs the scenario in these files. */
  readonly next: string;
}

interface Asked extends SystemFlags {
  readonly writeConfig?: boolean | undefined;
}

/**
 * The system that the flags say; null if they say none.
 *
 * @param names - the workflows that are named beside the flags
 * @throws HarnessError CHAOS_USAGE if a flag is missing or wrong, or files are to be written that are there already.
 */
export async function givenSystem(flags: Asked, names: readonly string[]): Promise<GivenSystem | null> {
  const [named, second] = names;
  if (second !== undefined && flags.worker !== undefined) throw oneWorkflow(names);
  const whole = flags.worker === undefined || named === undefined ? flags : { ...flags, workflow: named };
  const sketch = sketchOf(whole);
  if (sketch === null && flags.writeConfig === true) throw nothingToWrite();
  if (sketch === null) return null;
  const config = configOfSketch(sketch, 'the command line');
  const files = renderConfig(sketch, await extensionIn(process.cwd()), { mayBundle: false });
  if (flags.writeConfig === true) refuseExisting(process.cwd(), files);
  const { exploration, scenario } = namesOf(sketch);
  const next = asTyped(`npm run scenario ${scenario}`);
  return { config, exploration, words: systemWords(whole), files, next };
}

/** Writes the files, if that is asked for, or else shows them; the lines say what comes next. */
export async function proposeConfig({ files, next }: GivenSystem, isWritten: boolean): Promise<readonly string[]> {
  const paths = files.map(({ path }) => path).join(' and ');
  if (isWritten) {
    await writeNew(process.cwd(), files);
    return [`Wrote ${paths}. Next: ${next}`];
  }
  return [
    `This exploration is the same as with these files, which --write-config writes:`,
    ...files.flatMap(({ path, text }) => ['', `// ${path}`, '', text.trimEnd()]),
    '',
    `Once they are written: ${next}`,
  ];
}

function oneWorkflow(names: readonly string[]): HarnessError {
  return new HarnessError('CHAOS_USAGE', `With --worker, name one workflow, not ${names.join(', ')}.`);
}

function nothingToWrite(): HarnessError {
  const sentence = '--write-config writes what --worker and the flags after it say, but none of these is given.';
  return new HarnessError('CHAOS_USAGE', `${sentence} Add them, or run: npx chaos init`);
}
