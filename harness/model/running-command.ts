import type { StartCommand } from './start-command.ts';

/** A command of the system that is to start workflows, as a stack runs it. */
export interface WantedCommand {
  /** Program and arguments; `{taskQueue}` is filled in. */
  readonly words: StartCommand['command'];
  /** The folder that it runs in; left out: that of the configuration. */
  readonly cwd?: string | undefined;
  /**
   * Told the id of each workflow that it asks Temporal for through the gateway; what this returns holds that call. Left
   * out: none is held.
   */
  readonly asked?: ((workflowId: string) => Promise<void> | undefined) | undefined;
  /** Told the id of each workflow that it starts through the gateway, once the server has acknowledged that. */
  readonly seen: (workflowId: string) => void;
}

/** How a command ended. */
export interface CommandEnd {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The line of its output that says most, without secrets. */
  readonly said: string;
  /** Its output, in the folder of the run. */
  readonly log: string;
}

/** A command that runs. */
export interface RunningCommand {
  /** Resolves once it has ended, and no process of it is left. */
  readonly ended: Promise<CommandEnd>;
  /** SIGKILLs it with all its processes; resolves once none is left. */
  kill(): Promise<void>;
}
