import { type FileHandle, open } from 'node:fs/promises';
import { type EffectRequest, hashOf, receiptOf } from './effect-request.ts';

/** The outcome of a request: applied, known already, or refused because its key stands for another effect. */
export type Outcome = 'applied' | 'deduplicated' | 'conflict';

/** The answer to the requester. */
export interface Answer {
  readonly outcome: Outcome;
  readonly receipt: string;
}

interface Line {
  readonly sequence: number;
  readonly time: string;
  readonly kind: string;
  readonly subject: EffectRequest['subject'];
  readonly idempotencyKey: string | null;
  readonly payloadHash: string;
  readonly outcome: Outcome;
  readonly activity: EffectRequest['activity'];
}

interface Waiting {
  readonly line: string;
  readonly written: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * The outside world's book: every request, in the order of arrival, on disk before it is answered.
 *
 * @remarks Requests that arrive while the disk is busy are written together by the next flush, so that a flush a
 * request doesn't limit the throughput. A failed write is final: a book with a hole in it must not be added to.
 */
export class EffectsLedger implements AsyncDisposable {
  readonly #file: FileHandle;
  readonly #keys: Map<string, string>;
  #sequence: number;
  #committedBytes: number;
  #waiting: Waiting[] = [];
  #flushing: Promise<void> | null = null;
  #failure: unknown = null;

  private constructor(file: FileHandle, lines: readonly Line[], committedBytes: number) {
    this.#file = file;
    this.#sequence = lines.length;
    this.#committedBytes = committedBytes;
    this.#keys = new Map();
    for (const line of lines) {
      if (line.outcome === 'applied' && line.idempotencyKey !== null) {
        this.#keys.set(line.idempotencyKey, identityOf(line));
      }
    }
  }

  /** Opens the book, or begins it. An incomplete last line was never answered, and is cut off. */
  static async open(path: string): Promise<EffectsLedger> {
    const file = await open(path, 'a+', 0o600);
    const content = await file.readFile();
    const committedBytes = content.lastIndexOf('\n') + 1;
    await file.truncate(committedBytes);
    const text = content.subarray(0, committedBytes).toString();
    const lines = text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line]));
    return new EffectsLedger(file, lines, committedBytes);
  }

  /** Resolves with the outcome of the request, once it is in the book for good. */
  async record(request: EffectRequest): Promise<Answer> {
    const { kind, subject, idempotencyKey, activity } = request;
    const payloadHash = hashOf(request.payload);
    const outcome = this.#decide(idempotencyKey, identityOf({ kind, subject, payloadHash }));
    this.#sequence += 1;
    const time = new Date().toISOString();
    const what = { kind, subject, idempotencyKey, payloadHash };
    const line: Line = { sequence: this.#sequence, time, ...what, outcome, activity };
    await this.#write(`${JSON.stringify(line)}\n`);
    return { outcome, receipt: receiptOf(request) };
  }

  /** The book so far, one JSON object a line; only what is on disk for good. */
  async text(): Promise<string> {
    const buffer = Buffer.alloc(this.#committedBytes);
    const { bytesRead } = await this.#file.read(buffer, 0, buffer.length, 0);
    return buffer.toString('utf8', 0, bytesRead);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#flushing?.catch(() => undefined);
    await this.#file.close();
  }

  #decide(key: string | null, identity: string): Outcome {
    if (key === null) return 'applied';
    const known = this.#keys.get(key);
    if (known !== undefined) return known === identity ? 'deduplicated' : 'conflict';
    this.#keys.set(key, identity);
    return 'applied';
  }

  async #write(line: string): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.push({ line, written: resolve, failed: reject });
    this.#flushing ??= this.#flush();
    await promise;
  }

  async #flush(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        const bytes = Buffer.from(batch.map((each) => each.line).join(''));
        await this.#file.appendFile(bytes);
        await this.#file.datasync();
        this.#committedBytes += bytes.length;
        for (const each of batch) each.written();
      } catch (error) {
        this.#failure = error;
        for (const each of [...batch, ...this.#waiting]) each.failed(error);
        this.#waiting = [];
      }
    }
    this.#flushing = null;
  }
}

/** The meaning of a key: the whole effect, so that a key used again for another subject is found as well. */
function identityOf(of: Pick<Line, 'kind' | 'subject' | 'payloadHash'>): string {
  return hashOf([of.kind, of.subject, of.payloadHash]);
}
