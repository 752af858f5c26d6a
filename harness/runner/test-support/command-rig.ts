import { entriesOf } from '../../model/journal.ts';
import type { Job } from '../../model/plan.ts';
import type { CommandEnd, WantedCommand } from '../../model/running-command.ts';
import type { Component } from '../../model/stack.ts';
import type { RunContext } from '../run-context.ts';
import { noHistories, ended as state } from './asked-of-temporal.ts';
import { fakeContext } from './fake-context.ts';

const said: CommandEnd = { exitCode: 0, signal: null, said: 'It said nothing', log: 'logs/start-command.1.log' };
/** How the command of a job is run; it has a second. */
export const start = (limitMs = 1000): NonNullable<Job['start']> => ({ command: ['order', '{workflowId}'], limitMs });

/** A system whose command does as the test says, in a Temporal that knows those workflows. */
export interface Rig {
  readonly context: RunContext;
  /** Those of each command that was run. */
  readonly words: string[][];
  /** The workflows that Temporal knows. */
  readonly there: Set<string>;
  /** Ends the command; by itself, with 0. */
  readonly end: (how?: Partial<CommandEnd>) => void;
  /** How often it was killed. */
  readonly kills: () => number;
}

/** A rig; `completed` says how its workflows end. */
export function rigOf(act: (rig: Rig, wanted: WantedCommand) => void, completed = true): Rig {
  const there = new Set<string>();
  const words: string[][] = [];
  const { promise, resolve } = Promise.withResolvers<CommandEnd>();
  const end: Rig['end'] = (how = {}) => resolve({ ...said, ...how });
  let kills = 0;
  const startCommand: RunContext['stack']['startCommand'] = (wanted) => {
    words.push([...wanted.words]);
    act(rig, wanted);
    const kill = (): Promise<void> => {
      kills += 1;
      end({ exitCode: null, signal: 'SIGKILL' });
      return Promise.resolve();
    };
    return Promise.resolve({ ended: promise, kill });
  };
  const context = fakeContext({
    workflows: {
      state: (workflowId) => Promise.resolve(there.has(workflowId) ? { ...state, workflowId, completed } : null),
      countRunning: () => Promise.resolve(0),
    },
    books: noHistories,
    stack: { startCommand, workers: () => [{ name: 'worker-1' } as Component] },
    parts: { comparison: { keeps: { checkpoints: false, effects: false }, ignoreFields: [] } },
  });
  const rig = { context, words, there, end, kills: () => kills };
  return rig;
}

/** What is journalled of operations that are answered. */
export function journalled({ context }: Rig): readonly string[] {
  const entries = entriesOf(context.journal.entries(), 'client').filter(({ step }) => step !== 'invoke');
  return entries.map(({ action, step, message }) => [action, step, message].filter(Boolean).join(' '));
}
