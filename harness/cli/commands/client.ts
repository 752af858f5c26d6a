import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { loadConfig } from '../../config/load-config.ts';
import { daemonPlaces, recordOfUp } from '../../daemon/daemon-record.ts';
import { HarnessError } from '../../errors.ts';
import { asTyped } from '../../model/as-typed.ts';
import { exitCodes } from '../../model/exit-code.ts';

const notes = asTyped(`
chaos.config.ts names the client (client.command). Run it without arguments for its own help. In this repository
"npm run document" is a short form of it.

Example:
  npx chaos client start order-7`);

/**
 * The verb `client`: runs the client that the configuration names, with the environment of the stack that is up.
 *
 * @remarks It passes on all arguments behind the verb: the harness knows nothing about the client's work.
 */
export function clientCommand(): CommandUnknownOpts {
  return new Command('client')
    .description('Run the client of the system under test on the running stack.')
    .argument('[words...]', 'passed on to the client')
    .allowUnknownOption()
    .addHelpText('after', notes)
    .action(run);
}

async function run(words: readonly string[]): Promise<void> {
  const places = daemonPlaces(process.cwd());
  await recordOfUp(places);
  const { client } = await loadConfig(process.cwd());
  if (client === undefined) {
    const sentence = 'chaos.config.ts names no client. Set `client`.';
    throw new HarnessError('CHAOS_BAD_CONFIG', sentence);
  }
  const env = parseEnv(await readFile(places.envFile, 'utf8'));
  const [program, ...args] = client.command;
  const command = program === 'node' ? process.execPath : program;
  const child = spawn(command, [...args, ...words], { stdio: 'inherit', env: { ...process.env, ...env } });
  const [code, signal] = await once(child, 'exit').catch((cause: Error) => {
    const sentence = `Can't run ${command}: ${cause.message}. Correct client.command of chaos.config.ts.`;
    throw new HarnessError('CHAOS_BAD_CONFIG', sentence, { cause });
  });
  if (signal !== null) process.exitCode = exitCodes.harness;
  else process.exitCode = code === 0 || code === exitCodes.usage ? Number(code) : exitCodes.harness;
}
