import type { Job } from '../../harness/index.ts';

const CENTS = 4200;
/** No longer than an exploration may hold a call: see the guide. */
const START_TO_CLOSE_SECONDS = 4;

/** A transfer; to an account that is closed, it must be refunded. */
export function transfer(reference: string, { closed }: { readonly closed: boolean }): Job {
  const from = `payer-of-${reference}`;
  const to = closed ? `closed-${reference}` : `payee-of-${reference}`;
  const move = (kind: string, account: string): NonNullable<Job['expect']['rows']>[number] => ({
    table: 'moves',
    columns: { kind, account, cents: CENTS },
  });
  return {
    workflowType: 'MoneyTransfer',
    workflowId: reference,
    args: [{ reference, from, to, cents: CENTS, startToClose: START_TO_CLOSE_SECONDS }],
    actions: [],
    expect: {
      end: 'completed',
      result: { reference, status: closed ? 'refunded' : 'done' },
      checkpoints: [],
      effects: [],
      progress: [],
      rows: [
        move('charges', from),
        closed ? move('refunds', from) : move('payouts', to),
        { table: 'notices', columns: { status: closed ? 'refunded' : 'done' } },
      ],
    },
  };
}
