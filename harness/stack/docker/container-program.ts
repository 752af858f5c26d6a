import { join } from 'node:path';
import { HarnessError } from '../../errors.ts';
import type { ChaosConfig } from '../../model/config.ts';

/** The part of a stack's options that says what the containers of the system run. */
export interface ProgramOptions {
  readonly config: ChaosConfig;
  readonly projectFolder: string;
}

/**
 * The image of the system's programs, and a command in it: the same as on this machine, with the project's folder where
 * the image has it.
 *
 * @throws HarnessError CHAOS_BAD_CONFIG if the configuration names no image.
 */
export function containerProgram(
  command: readonly string[],
  { config, projectFolder }: ProgramOptions,
): { readonly image: string; readonly command: readonly string[] } {
  const { container } = config.workers;
  if (container === undefined) {
    throw new HarnessError(
      'CHAOS_BAD_CONFIG',
      'chaos.config.ts: workers.container must name the image of the workers, but it is not set. ' +
        'Set it, or use --stack embedded.',
    );
  }
  const inImage = (part: string): string =>
    part.startsWith(`${projectFolder}/`) ? join(container.folder, part.slice(projectFolder.length + 1)) : part;
  return { image: container.image, command: command.map((part) => inImage(part)) };
}
