import type { ErrorCode } from '../../../harness/errors.ts';

/** A command that can't be carried out, and how that is told. */
export interface Refused {
  readonly args: readonly string[];
  readonly code: ErrorCode;
  readonly exit: 64 | 70;
  readonly says: string;
}

/** What may be wrong while a stack is up, with worker-kill-1 healed and link-timeout-2 in force on temporal@worker-2. */
export const whileUp: readonly Refused[] = [
  {
    args: ['inject', 'worker-kill', '--on', 'worker-9'],
    code: 'CHAOS_UNKNOWN_TARGET',
    exit: 64,
    says: 'Choose one of: worker-1, worker-2.',
  },
  {
    args: ['stack', 'logs', '--follow', 'worker-9'],
    code: 'CHAOS_UNKNOWN_TARGET',
    exit: 64,
    says: 'worker-9',
  },
  {
    args: ['stack', 'logs', '--workflow', 'none'],
    code: 'CHAOS_USAGE',
    exit: 64,
    says: 'No line of a log is about a workflow "none".',
  },
  {
    args: ['inject', 'link-timeout', '--on', 'worker-1'],
    code: 'CHAOS_UNKNOWN_TARGET',
    exit: 64,
    says: 'is not a link that link-timeout can strike',
  },
  {
    args: ['inject', 'link-timeout', '--on', 'temporal@worker-2'],
    code: 'CHAOS_FAULT_FAILED',
    exit: 70,
    says: 'link-timeout-2 is in force',
  },
  {
    args: ['inject', 'worker-kill', '--on', 'worker-2', '--dry-run'],
    code: 'CHAOS_FAULT_FAILED',
    exit: 70,
    says: 'npm run heal -- link-timeout-2',
  },
  {
    args: ['inject', 'worker-oom', '--on', 'worker-1'],
    code: 'CHAOS_STACK_LACKS',
    exit: 64,
    says: "but the embedded stack can't. worker-oom needs that. Use another stack.",
  },
  { args: ['heal', 'worker-kill-9'], code: 'CHAOS_USAGE', exit: 64, says: 'Choose one of: link-timeout-2.' },
  { args: ['stack', 'logs', 'worker-9'], code: 'CHAOS_UNKNOWN_TARGET', exit: 64, says: 'Name one of them.' },
];
