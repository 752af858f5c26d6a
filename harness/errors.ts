/** Every code an error of the harness can carry, with the exit code it leads to and what it means. */
export const errorCodes = {
  CHAOS_USAGE: { exit: 64, means: 'The command line is wrong.' },
  CHAOS_UNKNOWN_SCENARIO: { exit: 64, means: 'There is no scenario with this name.' },
  CHAOS_UNKNOWN_FAULT: { exit: 64, means: 'There is no fault with this name.' },
  CHAOS_UNKNOWN_CHECK: { exit: 64, means: 'There is no check with this name.' },
  CHAOS_UNKNOWN_SABOTAGE: { exit: 64, means: 'There is no sabotage with this name.' },
  CHAOS_UNKNOWN_WORKFLOW: { exit: 64, means: 'There is no workflow, case or crash point with this name to explore.' },
  CHAOS_UNKNOWN_TARGET: { exit: 64, means: 'The stack has no such component or link.' },
  CHAOS_BAD_PLAN: { exit: 64, means: 'The plan is not valid JSON, breaks its schema, or is newer than this harness.' },
  CHAOS_BAD_CONFIG: { exit: 64, means: 'chaos.config.ts cannot be loaded or breaks its schema.' },
  CHAOS_BAD_RUN_FOLDER: { exit: 64, means: 'The folder contains no run.' },
  CHAOS_BAD_HISTORIES: { exit: 64, means: 'The folder has no event history, or a file in it is none.' },
  CHAOS_BAD_BUNDLE: { exit: 64, means: 'The file is no workflow bundle, or the bundle lacks a workflow.' },
  CHAOS_BOOK_NOT_KEPT: {
    exit: 64,
    means: 'The plan names a check, but the subject does not record the evidence (book) for it.',
  },
  CHAOS_STACK_LACKS: { exit: 64, means: 'The scenario needs a capability that the stack lacks.' },
  CHAOS_NO_STACK: { exit: 64, means: 'No stack is up.' },
  CHAOS_ENGINE_REMOTE: {
    exit: 64,
    means: 'The container engine runs on another machine, and CHAOS_GATEWAY_ADDRESS is not set.',
  },
  CHAOS_ENGINE_MISSING: { exit: 70, means: 'No container engine answers, you may not use it, or it is too old.' },
  CHAOS_ENGINE_LOST: { exit: 70, means: 'The container engine stopped answering during the run.' },
  CHAOS_IMAGE_MISSING: { exit: 70, means: 'An image is missing, or it does not match the current sources.' },
  CHAOS_IMAGE_FAILED: { exit: 70, means: 'An image could not be built.' },
  CHAOS_PORT_TAKEN: { exit: 70, means: 'A required port is in use.' },
  CHAOS_BINARY_MISSING: { exit: 70, means: 'A server binary could not be found, downloaded or built.' },
  CHAOS_BINARY_BROKEN: { exit: 70, means: 'A server binary does not run or has the wrong version.' },
  CHAOS_STACK_NOT_READY: { exit: 70, means: 'A component did not become ready in time, or died at start.' },
  CHAOS_NOT_WRITABLE: { exit: 70, means: 'A folder cannot be written to, or the disk is full.' },
  CHAOS_SUPABASE_KEY: { exit: 70, means: 'Supabase refused the key.' },
  CHAOS_SUPABASE_TABLES: { exit: 70, means: 'A hosted Supabase lacks a required table or column.' },
  CHAOS_SUPABASE_ROWS: { exit: 70, means: 'Rows of this run may remain in a hosted Supabase.' },
  CHAOS_TEMPORAL_ACCESS: {
    exit: 70,
    means: 'An existing Temporal refused the certificate or the key, or has no such namespace.',
  },
  CHAOS_TEMPORAL_LACKS: {
    exit: 70,
    means: 'An existing Temporal lacks a setting that the system or the harness needs.',
  },
  CHAOS_TEMPORAL_SHARED: { exit: 70, means: 'Others use the task queue of the run in an existing Temporal.' },
  CHAOS_TEMPORAL_WORKFLOWS: { exit: 70, means: 'Workflows of this run may still run in an existing Temporal.' },
  CHAOS_SCHEDULE_REFUSED: { exit: 70, means: 'Temporal refused a schedule that a job of the plan is started by.' },
  CHAOS_CODEC_SERVER: {
    exit: 70,
    means: 'The codec server does not answer, refuses the request, or does not decode what it encodes.',
  },
  CHAOS_PHASE_TIMEOUT: { exit: 70, means: 'A phase did not end within its limit.' },
  CHAOS_WAIT_TIMEOUT: { exit: 70, means: 'An expected event did not happen in time.' },
  CHAOS_FAULT_FAILED: { exit: 70, means: 'A fault could not be injected or healed.' },
  CHAOS_MOMENT_MISSED: { exit: 70, means: 'The moment of a planned fault never came.' },
  CHAOS_REFERENCE_FAILED: {
    exit: 70,
    means:
      'A workflow did not end well without any fault, so it cannot be explored, and no job can be compared with it.',
  },
  CHAOS_NOT_STEADY: { exit: 70, means: 'The system was not in its steady state before the fault.' },
  CHAOS_REPLAY_FAILED: { exit: 70, means: 'The replay process itself failed.' },
  CHAOS_REPORT_FAILED: { exit: 70, means: 'A report could not be written.' },
  CHAOS_INTERRUPTED: { exit: 130, means: 'The run was interrupted. All faults were healed first.' },
  CHAOS_INTERNAL: { exit: 70, means: 'A bug in the harness.' },
} as const satisfies Record<string, { exit: 64 | 70 | 130; means: string }>;

/** A code of the table. */
export type ErrorCode = keyof typeof errorCodes;

/**
 * An error of the harness: a code and a short message that says what is wrong, and what to do.
 */
export class HarnessError extends Error {
  override readonly name = 'HarnessError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, sentence: string, options?: { readonly cause?: unknown }) {
    super(withOneStop(sentence), options);
    this.code = code;
  }

  /** The exit code that this error leads to. */
  get exitCode(): 64 | 70 | 130 {
    return errorCodes[this.code].exit;
  }
}

/** Any thrown value as a harness error; anything else becomes CHAOS_INTERNAL with its message kept. */
export function toHarnessError(thrown: unknown): HarnessError {
  if (thrown instanceof HarnessError) return thrown;
  const sentence = `Internal error: ${reasonOf(thrown)}. This is a bug in the harness; please report it with the command you ran.`;
  return new HarnessError('CHAOS_INTERNAL', sentence, { cause: thrown });
}

/** The text with one full stop where a quoted message brought another one: `no room.. Make some`. */
export function withOneStop(text: string): string {
  return text.replaceAll(/(?<!\.)\.\.(?=[\s);]|$)/g, '.');
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

/** Whether its user ended a run, rather than an error of the harness. */
export function wasInterrupted({ aborted, reason }: AbortSignal): boolean {
  return aborted && reason instanceof HarnessError && reason.code === 'CHAOS_INTERRUPTED';
}

/** ` after 12 ms`, to end a clause; nothing if less than half a millisecond passed: then nothing was waited for. */
export function afterMs(tookMs: number): string {
  const rounded = Math.round(tookMs);
  return rounded === 0 ? '' : ` after ${rounded} ms`;
}
