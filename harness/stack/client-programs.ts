import { once } from 'node:events';
import { basename, resolve } from 'node:path';
import type { GatewayServer } from '../gateway/start-gateway.ts';
import { commandEnvironment } from '../model/client-environment.ts';
import type { CommandEnd, RunningCommand, WantedCommand } from '../model/running-command.ts';
import type { StackAddresses } from '../model/stack.ts';
import { filledIn } from '../model/start-command.ts';
import { processOf } from '../processes/process-table.ts';
import { ProcessTree } from '../processes/process-tree.ts';
import { COMPONENT_TAG, RUN_TAG } from '../reaper/run-folder.ts';
import { logFileOf } from './logs.ts';
import { runClient } from './run-client.ts';
import type { RunContext } from './run-context.ts';
import { spawnGuarded } from './spawn-guarded.ts';
import type { StackOptions } from './stack-options.ts';
import { GATEWAY } from './stack-tls.ts';
import { tellingLine } from './telling-line.ts';

/** The parts of a stack that run the programs of the system's clients. */
export interface ProgramParts {
  readonly options: Pick<StackOptions, 'config' | 'projectFolder' | 'logsFolder'>;
  readonly context: RunContext;
  readonly gateway: Pick<GatewayServer, 'listenForStarts'>;
}

const KILL_LIMIT_MS = 5000;

/** The programs of the system's clients, as a stack runs them: with the addresses of the servers themselves. */
export class ClientPrograms {
  readonly #parts: ProgramParts;
  readonly #running = new Set<RunningCommand>();
  #started = 0;

  constructor(parts: ProgramParts) {
    this.#parts = parts;
  }

  /** Runs the system's client with these arguments, to its end. */
  async run(addresses: StackAddresses, words: readonly string[]): Promise<void> {
    const { options, context } = this.#parts;
    await runClient({ ...options, signal: context.signal }, addresses, words);
  }

  /**
   * Starts a command that is to start workflows: it reaches Temporal by way of the gateway, which sees what it starts.
   *
   * @throws HarnessError CHAOS_STACK_NOT_READY if there is no such program.
   */
  async start(addresses: StackAddresses, { words, cwd = '', ...watch }: WantedCommand): Promise<RunningCommand> {
    const { options, context, gateway } = this.#parts;
    this.#started += 1;
    const tag = `start-command.${this.#started}`;
    const listener = await gateway.listenForStarts(watch);
    const [program, ...args] = filledIn(words, { taskQueue: options.config.taskQueue });
    const command = program === 'node' ? process.execPath : program;
    const told = byGateway(addresses, listener.port);
    const env = commandEnvironment(options.config, told, logFileOf(options.logsFolder, 'client.1'));
    try {
      const child = await spawnGuarded({ command, args, env, cwd: resolve(options.projectFolder, cwd) }, tag, context);
      const root = await processOf(child.pid);
      const tags = [
        { name: RUN_TAG, value: context.runId },
        { name: COMPONENT_TAG, value: tag },
      ];
      const tree = new ProcessTree({ name: tag, roots: root === null ? [] : [root], tags });
      const ended = this.#endOf({ child, tree, tag }).finally(() => listener.close());
      const running = { ended, kill: async () => tree.kill(KILL_LIMIT_MS) };
      this.#running.add(running);
      void ended.catch(() => undefined).finally(() => this.#running.delete(running));
      return running;
    } catch (error) {
      listener.close();
      throw error;
    }
  }

  /** Ends all that still run. */
  async end(): Promise<void> {
    await Promise.all(
      [...this.#running].map(async (running) => {
        await running.kill();
        await running.ended;
      }),
    );
  }

  /** What it leaves behind in the background ends with it. */
  async #endOf({ child, tree, tag }: Spawned): Promise<CommandEnd> {
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    await tree.kill(KILL_LIMIT_MS);
    const log = logFileOf(this.#parts.options.logsFolder, tag);
    const said = await tellingLine(log, this.#parts.options.config.secrets);
    return { exitCode: child.exitCode, signal: child.signalCode, said, log: `logs/${basename(log)}` };
  }
}

interface Spawned {
  readonly child: Awaited<ReturnType<typeof spawnGuarded>>;
  readonly tree: ProcessTree;
  readonly tag: string;
}

function byGateway(addresses: StackAddresses, port: number): StackAddresses {
  const temporal = `127.0.0.1:${port}`;
  const { tls } = addresses;
  return { ...addresses, temporal, ...(tls === undefined ? {} : { tls: { ...tls, temporalName: GATEWAY } }) };
}
