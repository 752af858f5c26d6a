import { z } from 'zod';
import { apiRequestSchema } from './api-request.ts';
import { jsonSchema } from './json.ts';

/** The ways in which a client acts on a workflow. */
export const actionKinds = ['signal', 'cancel', 'update', 'reset', 'query', 'terminate'] as const;

const actionFields = z.strictObject({
  /** `reset`: takes the workflow back to its beginning, which it does once more in another run. */
  kind: z.enum(actionKinds),
  /** Name of the signal, the update or the query; empty for any other. */
  name: z.string(),
  args: z.array(jsonSchema),
  /** When it is due; `started`: at once. */
  after: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('started') }),
    /** In one call with the start: signal-with-start, or update-with-start. */
    z.strictObject({ kind: z.literal('with-start') }),
    /** Once that checkpoint is visible. */
    z.strictObject({ kind: z.literal('checkpoint'), stage: z.string().min(1) }),
    /** Once that fault of the plan is in force. A plan that is made without faults leaves such actions out. */
    z.strictObject({ kind: z.literal('injected'), id: z.string().min(1) }),
    /** Once the workflow has ended: Temporal must refuse it, unless it is a query. */
    z.strictObject({ kind: z.literal('ended') }),
    z.strictObject({ kind: z.literal('event'), eventType: z.string().min(1), nth: z.int().positive() }),
  ]),
  /**
   * The id of a fault that must be healed too. A plan without that fault, such as that of a run without faults, acts as
   * if this were left out.
   */
  afterFault: z.string().min(1).optional(),
  /** How long after all of that it comes, in milliseconds; if left out, at once. */
  delayMs: z.int().nonnegative().optional(),
  /** How the system's API is asked for it; if left out, Temporal is asked. */
  request: apiRequestSchema.optional(),
  /**
   * `system`: the system itself sends it, such as an activity with a client, and the harness only looks whether it was
   * recorded. `after`, `afterFault` and `delayMs` then say nothing. Signals of workflows need no entry.
   */
  by: z.literal('system').optional(),
  /**
   * The required answer to an update: `failed`, it is accepted and its handler fails; `rejected`, its validator refuses
   * it, and the event history has nothing of it. Left out: it completes.
   */
  outcome: z.enum(['failed', 'rejected']).optional(),
  /** The required answer to a query, or to an update that completes; left out, that of an update is not judged. */
  answer: jsonSchema.optional(),
});

type Action = z.infer<typeof actionFields>;

/** Schema of what a client does to a workflow. */
export const actionSchema = actionFields.superRefine((action, context) => {
  const [mistake] = mistakesOf(action);
  if (mistake !== undefined) context.addIssue({ code: 'custom', path: [mistake.field], message: mistake.sentence });
});

interface Mistake {
  readonly field: keyof Action;
  readonly sentence: string;
}

function mistakesOf(action: Action): readonly Mistake[] {
  const { kind, outcome, answer, after, afterFault, delayMs, request, by } = action;
  const isWithStart = after.kind === 'with-start';
  const waits = afterFault !== undefined || delayMs !== undefined;
  const rules: readonly (readonly [isMistaken: boolean, field: keyof Action, sentence: string])[] = [
    [outcome !== undefined && kind !== 'update', 'outcome', 'is for the kind "update"'],
    [answer !== undefined && kind !== 'update' && kind !== 'query', 'answer', 'is for the kinds "query" and "update"'],
    [answer !== undefined && outcome !== undefined, 'answer', 'is for an update that completes: leave out `outcome`'],
    [answer === undefined && kind === 'query', 'answer', 'is missing: a query needs its required answer'],
    [
      kind === 'query' && (by !== undefined || request !== undefined),
      'kind',
      'query is sent to Temporal by the client',
    ],
    [
      isWithStart && kind !== 'signal' && kind !== 'update',
      'after',
      'with-start is for the kinds "signal" and "update"',
    ],
    [isWithStart && waits, 'after', 'with-start waits for nothing: leave out `afterFault` and `delayMs`'],
    [
      isWithStart && (request !== undefined || by !== undefined),
      'after',
      'with-start is sent to Temporal by the client',
    ],
  ];
  return rules.flatMap(([isMistaken, field, sentence]) => (isMistaken ? [{ field, sentence }] : []));
}

/** Whether Temporal must refuse it, since the workflow has ended: only a query is answered then. */
export function mustBeRefused({ kind, after }: Pick<Action, 'kind' | 'after'>): boolean {
  return after.kind === 'ended' && kind !== 'query';
}
