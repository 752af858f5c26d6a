import type { Job } from '../../harness/index.ts';

const LINE_CENTS = 1000;
/** No longer than an exploration may hold a call: see the guide. */
const SECONDS = { start_to_close: 4, heartbeat: 2 };

/** Bills some lines of an account, which a person approves, or not in time. */
export function billing(
  account: string,
  { lines, approve }: { readonly lines: number; readonly approve: boolean },
): Job {
  const statement = { account, lines, approve_within: approve ? 600 : 1, ...SECONDS };
  const cents = approve ? LINE_CENTS * lines : 0;
  const each = Array.from({ length: lines }, (_, index) => index + 1);
  const rowsOf = (table: string): NonNullable<Job['expect']['rows']> =>
    each.map((line) => ({ table, columns: { line, cents: LINE_CENTS } }));
  return {
    workflowType: 'BillingWorkflow',
    workflowId: account,
    args: [statement],
    actions: approve
      ? [{ kind: 'signal', name: 'approve', args: [], after: { kind: 'event', eventType: 'TIMER_STARTED', nth: 1 } }]
      : [],
    expect: {
      end: 'completed',
      result: { account, status: approve ? 'settled' : 'refunded', cents },
      checkpoints: [],
      effects: [],
      progress: [],
      rows: [...rowsOf('charges'), ...(approve ? [{ table: 'payouts', columns: { cents } }] : rowsOf('refunds'))],
    },
  };
}
