import { count } from '../model/count.ts';

/** Why a replayer gave no answer that can be used. */
export type ReplayerFailure =
  | { readonly kind: 'not-started'; readonly program: string; readonly error: string }
  | { readonly kind: 'not-ready'; readonly limitMs: number }
  | { readonly kind: 'ended'; readonly exit: number | string }
  /** It says so in its last line. */
  | { readonly kind: 'gave-up'; readonly reason: string }
  /** A line that is no message of the protocol. */
  | { readonly kind: 'not-understood'; readonly line: string; readonly issue: string }
  /** An answer to a question that was not asked, or was answered before. */
  | { readonly kind: 'not-asked'; readonly id: number; readonly events: number }
  | { readonly kind: 'too-slow'; readonly replays: number; readonly limitMs: number }
  | { readonly kind: 'code-changed' };

const SHOWN = 120;

/** A failure in one sentence without a full stop, with where to look. */
export function describeReplayerFailure(failure: ReplayerFailure, logFile: string): string {
  if (failure.kind === 'code-changed' || failure.kind === 'gave-up') return sentenceOf(failure);
  return `${sentenceOf(failure)}; its log: ${logFile}`;
}

function sentenceOf(failure: ReplayerFailure): string {
  switch (failure.kind) {
    case 'not-started':
      return `the replayer could not be started: ${failure.program}: ${failure.error}`;
    case 'not-ready':
      return `the replayer wrote no first line within ${failure.limitMs / 1000} s, so it was killed`;
    case 'ended':
      return `the replay process died (${failure.exit}) before it had answered`;
    case 'gave-up':
      return failure.reason;
    case 'not-understood':
      return `the replayer wrote a line to standard output that is no answer (${failure.issue}): ${cut(failure.line)}`;
    case 'not-asked':
      return `the replayer answered ${count(failure.events, 'event')} of request ${failure.id}, which was not asked for`;
    case 'too-slow':
      return `${count(failure.replays, 'replay')} did not end within ${failure.limitMs / 1000} s, as where a workflow loops without waiting for anything; the replay process was killed`;
    case 'code-changed':
      return 'the workflow code was changed during the run, so it is not known which code ran';
  }
}

function cut(line: string): string {
  return JSON.stringify(line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line);
}

/** The error of a replayer that gave no answer that can be used. */
export class ReplayerError extends Error {
  override readonly name = 'ReplayerError';
  readonly failure: ReplayerFailure;

  constructor(failure: ReplayerFailure) {
    super(sentenceOf(failure));
    this.failure = failure;
  }
}
