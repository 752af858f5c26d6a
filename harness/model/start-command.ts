import { z } from 'zod';
import { idPatternSchema } from './also-started.ts';

/** What stands for the workflow id of the job in the words of a command, and what for the task queue. */
export const placeholders = { workflowId: '{workflowId}', taskQueue: '{taskQueue}' } as const;

/** How long a command may take to start its workflow, and to end after it, in milliseconds, unless the plan says so. */
const LIMIT_MS = 20_000;

/** Schema of a {@link StartCommand}. */
export const startCommandSchema = z.strictObject({
  /** Program and arguments; `node` is the Node that runs the harness. `{workflowId}` and `{taskQueue}` are filled in. */
  command: z.tuple([z.string().min(1)], z.string()),
  /** The folder that it runs in; if left out, that of the configuration. */
  cwd: z.string().min(1).optional(),
  /**
   * How long it may take to start its workflow, in milliseconds, and again how long to end once the workflow has ended;
   * if left out, 20 seconds.
   */
  limitMs: z.int().positive().optional(),
  /**
   * A regular expression for whole workflow ids, if the command chooses them itself: each workflow of such an id that the
   * gateway sees it start is one of the job. If the id of the job stands in it, Temporal is searched for them too: another
   * service may start them, or a schedule. Left out: the id is that of the job.
   */
  idPattern: idPatternSchema.optional(),
  /** How many workflows of such ids it starts; if left out, one. */
  executions: z.int().positive().optional(),
});

/**
 * A program of your system that starts the workflow of a job, instead of the harness's client.
 *
 * @remarks It runs with Temporal's standard variables and those of `client.env`. It may wait for
 * the workflow's result.
 * @example
 * const start: StartCommand = { command: ['node', 'order.mjs', '{workflowId}'] };
 */
export type StartCommand = z.infer<typeof startCommandSchema>;

/** The words of a command with a name in the place of its placeholder. The program stays as it is. */
export function filledIn(
  [program, ...args]: StartCommand['command'],
  named: Readonly<Partial<Record<keyof typeof placeholders, string>>>,
): StartCommand['command'] {
  const fill = (word: string): string =>
    Object.entries(named).reduce((filled, [name, value]) => filled.replaceAll(`{${name}}`, () => value), word);
  return [program, ...args.map((word) => fill(word))];
}

/** How long a command may take to start its workflow, and to end once that has ended, in milliseconds. */
export function limitOf({ limitMs = LIMIT_MS }: StartCommand): number {
  return limitMs;
}

/** The part of a job that its command must agree with. */
export interface StartedByCommand {
  readonly start?: StartCommand | undefined;
  readonly request?: unknown;
  readonly options?: unknown;
  readonly actions: readonly { readonly after: { readonly kind: string } }[];
}

/** What is wrong with a job that a command starts, as a field and a clause; null: nothing. */
export function mistakeOfStart({
  start,
  request,
  options,
  actions,
}: StartedByCommand): { readonly path: readonly string[]; readonly message: string } | null {
  if (start === undefined) return null;
  const withStart = actions.some(({ after }) => after.kind === 'with-start');
  const rules: readonly (readonly [isMistaken: boolean, path: readonly string[], message: string])[] = [
    [request !== undefined, ['request'], 'starts the workflow, and so does `start`: leave out one of both'],
    [options !== undefined, ['options'], 'are for a start by the harness: the command of `start` chooses its own'],
    [
      withStart,
      ['actions'],
      "has one that comes with the start, which a command makes: give it `by: 'system'` and another `after`",
    ],
    [
      start.executions !== undefined && start.idPattern === undefined,
      ['start', 'executions'],
      'is for a command that chooses its ids: give an `idPattern`',
    ],
    [
      start.idPattern === undefined && !start.command.slice(1).some((word) => word.includes(placeholders.workflowId)),
      ['start', 'command'],
      `must have ${placeholders.workflowId} among its arguments, or an \`idPattern\` beside it`,
    ],
  ];
  const [found] = rules.filter(([isMistaken]) => isMistaken);
  return found === undefined ? null : { path: found[1], message: found[2] };
}
