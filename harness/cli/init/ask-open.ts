import { createInterface } from 'node:readline/promises';
import { HarnessError } from '../../errors.ts';
import type { SystemFlags } from '../options/system-flags.ts';
import type { FilledFlags, OpenFlag } from './fill-flags.ts';

const words: Readonly<Record<OpenFlag['flag'], { readonly flag: string; readonly what: string }>> = {
  worker: { flag: '--worker', what: 'command that starts a worker' },
  taskQueue: { flag: '--task-queue', what: 'task queue' },
  workflow: { flag: '--workflow', what: 'workflow type' },
};

/**
 * Refuses what the project leaves open, with its candidates.
 *
 * @throws HarnessError CHAOS_USAGE
 */
export function refuseOpen(open: readonly OpenFlag[]): void {
  if (open.length === 0) return;
  const sentences = open.map(({ flag, candidates: [...candidates] }) => {
    const { flag: name, what } = words[flag];
    if (candidates.length === 0) return `The project names no ${what}: give ${name}.`;
    const named = candidates.map(({ value, at }) => `${value} (${at})`).join(', ');
    return `The project names more than one ${what}: give ${name}. There are: ${named}.`;
  });
  throw new HarnessError('CHAOS_USAGE', sentences.join(' '));
}

/** Asks a person, line by line. */
export type Ask = (question: string) => Promise<string>;

/** Asks for what the project leaves open, and for the input of the workflow. */
export async function askOpen({ flags, open, unset }: FilledFlags, ask: Ask): Promise<SystemFlags> {
  const answers: Record<string, string> = {};
  for (const { flag, candidates } of open) {
    const choice = candidates.map(({ value, at }, index) => `  ${index + 1}  ${value}  (${at})\n`).join('');
    const answer = await ask(`${choice}${upper(words[flag].what)}${choice === '' ? '' : ', or its number'}: `);
    answers[flag] = candidates[Number(answer) - 1]?.value ?? answer;
  }
  const input = flags.input ?? [
    await ask('Input of the workflow as JSON, with {workflowId} for its id (empty: none): '),
  ];
  const service: string[] = [];
  for (const { value, at } of unset) {
    const url = await ask(`URL that ${value} has in a test (${at}; empty: leave it out): `);
    if (url !== '') service.push(`${value.toLowerCase().replaceAll('_', '-')}=${url}:${value}`);
  }
  return {
    ...flags,
    ...answers,
    input: input.filter((one) => one !== ''),
    service: [...(flags.service ?? []), ...service],
  };
}

/** Asks on the terminal that runs this process. */
export async function onTerminal<T>(talk: (ask: Ask) => Promise<T>): Promise<T> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await talk(async (question) => (await terminal.question(question)).trim());
  } finally {
    terminal.close();
  }
}

function upper(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
