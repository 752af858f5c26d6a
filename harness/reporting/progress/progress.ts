import { type Face, jsonFace, type ProgressOptions, type Said, type ToldEvery, textFace } from './faces.ts';
import type { ProgressStream } from './live-line.ts';

/** A phase that is going on or has just ended, with its counts. */
export interface Standing<Phase, Counts> {
  readonly phase: Phase;
  readonly counts: Counts;
  readonly elapsedMs: number;
}

/** The words of one kind of work for its phases. */
export interface Wording<Phase, Counts, End> {
  /** The counts of a phase that has only begun. */
  readonly none: Counts;
  readonly every: ToldEvery;
  begun(standing: Standing<Phase, Counts>): Said;
  going(standing: Standing<Phase, Counts>): Said;
  ended(standing: Standing<Phase, Counts>, end: End): Said;
}

/** How far a run, an exploration or a batch is: phases, one at a time, with counts. */
export class Progress<Phase, Counts extends object, End> {
  readonly #wording: Wording<Phase, Counts, End>;
  readonly #face: Face;
  #running: { readonly phase: Phase; readonly startMs: number; counts: Counts } | null = null;

  constructor(wording: Wording<Phase, Counts, End>, stream: ProgressStream, options: ProgressOptions = {}) {
    const { textMs, jsonMs } = wording.every;
    const { json = false, ...shown } = options;
    this.#wording = wording;
    this.#face = json ? jsonFace(stream, { everyMs: jsonMs }) : textFace(stream, { ...shown, everyMs: textMs });
  }

  /** A phase begins, instead of the one before. */
  phaseStarted(phase: Phase, counts: Partial<Counts> = {}): void {
    const running = { phase, startMs: performance.now(), counts: { ...this.#wording.none, ...counts } };
    this.#running = running;
    this.#face.begun(this.#wording.begun(standingOf(running)), () => this.#wording.going(standingOf(running)));
  }

  /** Changes some counts of the phase; the rest stay. */
  advanced(changed: Partial<Counts>): void {
    if (this.#running === null) return;
    this.#running.counts = { ...this.#running.counts, ...changed };
    this.#face.changed();
  }

  /** A phase has ended, or was never begun. */
  phaseEnded(phase: Phase, end: End, counts: Partial<Counts> = {}): void {
    const begun =
      this.#running?.phase === phase
        ? this.#running
        : { phase, startMs: performance.now(), counts: this.#wording.none };
    this.#running = null;
    this.#face.ended(this.#wording.ended(standingOf({ ...begun, counts: { ...begun.counts, ...counts } }), end));
  }

  /** A message outside of phases, shown at once. */
  tell(said: Said): void {
    this.#face.told(said);
  }

  /** A line by itself. */
  note(message: string): void {
    this.tell({ text: message, json: { kind: 'note', message } });
  }

  /** Clears the repainted line. Idempotent. */
  close(): void {
    this.#running = null;
    this.#face.close();
  }
}

function standingOf<Phase, Counts>(running: {
  readonly phase: Phase;
  readonly startMs: number;
  readonly counts: Counts;
}): Standing<Phase, Counts> {
  return { phase: running.phase, counts: running.counts, elapsedMs: performance.now() - running.startMs };
}
