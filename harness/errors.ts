/** Every code an error of the harness can carry, with the exit code it leads to and what it means. */
export const errorCodes = {
  CHAOS_USAGE: { exit: 64, means: 'The command line was not understood.' },
  CHAOS_UNKNOWN_SCENARIO: { exit: 64, means: 'There is no scenario of that name.' },
  CHAOS_UNKNOWN_FAULT: { exit: 64, means: 'There is no fault of that name.' },
  CHAOS_UNKNOWN_CHECK: { exit: 64, means: 'There is no check of that name.' },
  CHAOS_UNKNOWN_SABOTAGE: { exit: 64, means: 'There is no sabotage of that name.' },
  CHAOS_UNKNOWN_WORKFLOW: { exit: 64, means: 'No workflow, case or crash point of that name can be explored.' },
  CHAOS_UNKNOWN_TARGET: { exit: 64, means: 'A fault names a component or link that the stack does not have.' },
  CHAOS_BAD_PLAN: { exit: 64, means: 'The plan is not JSON, is not of its schema, or is newer than this harness.' },
  CHAOS_BAD_CONFIG: { exit: 64, means: 'chaos.config.ts cannot be loaded or is not of its schema.' },
  CHAOS_BAD_RUN_FOLDER: { exit: 64, means: 'There is no run in that folder.' },
  CHAOS_BOOK_NOT_KEPT: { exit: 64, means: 'The plan asks for a check whose book the subject does not keep.' },
  CHAOS_STACK_LACKS: { exit: 64, means: 'The stack lacks a capability that the scenario needs.' },
  CHAOS_NO_STACK: { exit: 64, means: 'No stack is up.' },
  CHAOS_ENGINE_REMOTE: {
    exit: 64,
    means: "The container engine is another machine's, and nobody said how it reaches us.",
  },
  CHAOS_ENGINE_MISSING: { exit: 70, means: 'No container engine answers, or it may not be asked, or it is too old.' },
  CHAOS_ENGINE_LOST: { exit: 70, means: 'The container engine went away in the middle.' },
  CHAOS_IMAGE_MISSING: { exit: 70, means: 'An image is missing, or was made of other sources than the present ones.' },
  CHAOS_IMAGE_FAILED: { exit: 70, means: 'An image could not be made.' },
  CHAOS_PORT_TAKEN: { exit: 70, means: 'A port that is needed is in use.' },
  CHAOS_BINARY_MISSING: { exit: 70, means: 'A server binary was neither found, nor downloaded, nor built.' },
  CHAOS_BINARY_BROKEN: { exit: 70, means: 'A server binary does not run or is of another version.' },
  CHAOS_STACK_NOT_READY: { exit: 70, means: 'A component did not become ready in time, or died at start.' },
  CHAOS_NOT_WRITABLE: { exit: 70, means: 'A folder cannot be written to, or the disk is full.' },
  CHAOS_SUPABASE_KEY: { exit: 70, means: 'Supabase refused the key.' },
  CHAOS_SUPABASE_TABLES: { exit: 70, means: 'A hosted Supabase lacks a table, or a column of it.' },
  CHAOS_SUPABASE_ROWS: { exit: 70, means: 'Rows of the run may be left in a hosted Supabase.' },
  CHAOS_PHASE_TIMEOUT: { exit: 70, means: 'A phase did not end within its limit.' },
  CHAOS_WAIT_TIMEOUT: { exit: 70, means: 'Something that was waited for did not happen in time.' },
  CHAOS_FAULT_FAILED: { exit: 70, means: 'A fault could not be put in force or healed.' },
  CHAOS_MOMENT_MISSED: { exit: 70, means: 'The moment at which a fault was to strike never came.' },
  CHAOS_REFERENCE_FAILED: { exit: 70, means: 'A workflow to be explored did not run to its end without a fault.' },
  CHAOS_NOT_STEADY: { exit: 70, means: 'The system was not in its steady state before the fault.' },
  CHAOS_REPLAY_FAILED: { exit: 70, means: 'The replay process itself failed.' },
  CHAOS_REPORT_FAILED: { exit: 70, means: 'A report could not be written.' },
  CHAOS_INTERRUPTED: { exit: 130, means: 'The run was interrupted; faults were healed first.' },
  CHAOS_INTERNAL: { exit: 70, means: 'A defect of the harness itself.' },
} as const satisfies Record<string, { exit: 64 | 70 | 130; means: string }>;

/** A code of the table. */
export type ErrorCode = keyof typeof errorCodes;

/**
 * An error of the harness: a code and one sentence, "Expected <what>, but <what happened> after <n> ms. <What to do>."
 */
export class HarnessError extends Error {
  override readonly name = 'HarnessError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, sentence: string, options?: { readonly cause?: unknown }) {
    super(sentence, options);
    this.code = code;
  }

  /** The exit code that this error leads to. */
  get exitCode(): 64 | 70 | 130 {
    return errorCodes[this.code].exit;
  }
}

/** Any thrown value as a harness error; what isn't one becomes CHAOS_INTERNAL with its message kept. */
export function toHarnessError(thrown: unknown): HarnessError {
  if (thrown instanceof HarnessError) return thrown;
  const sentence = `Expected no such error, but got: ${reasonOf(thrown)}. Report it, with how it came about.`;
  return new HarnessError('CHAOS_INTERNAL', sentence, { cause: thrown });
}

/** The message of any thrown value. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The first line of the message of any thrown value. */
export function reasonOf(thrown: unknown): string {
  return firstLine(messageOf(thrown));
}

/** The message of any thrown value, with that of its cause: `fetch failed: connect ECONNREFUSED`. */
export function messageWithCause(thrown: unknown): string {
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  return cause instanceof Error ? `${messageOf(thrown)}: ${cause.message}` : messageOf(thrown);
}

/** The first line of a message, for errors of one line. */
export function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? '';
}

/** Whether a run was ended by its user, rather than by an error of ours. */
export function wasInterrupted({ aborted, reason }: AbortSignal): boolean {
  return aborted && reason instanceof HarnessError && reason.code === 'CHAOS_INTERRUPTED';
}
