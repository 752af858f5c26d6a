import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HarnessError } from '../../errors.ts';
import { type Exploration, explorationSchema } from '../../model/exploration.ts';
import { readJsonFile } from '../store/read-json-file.ts';
import { explorationFiles } from './write-exploration.ts';

/**
 * Reads an exploration back, to compare another one with it.
 *
 * @param place - its folder, or its exploration.json
 * @throws HarnessError CHAOS_BAD_RUN_FOLDER if there is none, or it is cut short, of another shape, or newer than
 * this harness.
 */
export async function readExploration(place: string): Promise<Exploration> {
  const found = await stat(place).catch(() => null);
  if (found === null) throw badPlace(`There is no exploration at "${place}".`);
  const path = found.isDirectory() ? join(place, explorationFiles.json) : place;
  const read = await readJsonFile(path, explorationSchema);
  if (!read.ok) throw badPlace(`The exploration in "${place}" can't be used: ${read.reason}.`);
  return read.value;
}

/**
 * Reads an earlier exploration of the same workflow, for a comparison.
 *
 * @throws HarnessError CHAOS_BAD_RUN_FOLDER as {@link readExploration}, or if it is of another workflow.
 */
export async function readEarlier(place: string, workflow: string): Promise<Exploration> {
  const earlier = await readExploration(place);
  if (earlier.workflow === workflow) return earlier;
  throw badPlace(`The exploration in "${place}" is of ${earlier.workflow}, not of ${workflow}.`);
}

function badPlace(sentence: string): HarnessError {
  const advice = 'Give the folder of an earlier exploration; its exploration.json must be whole.';
  return new HarnessError('CHAOS_BAD_RUN_FOLDER', `${sentence} ${advice}`);
}
