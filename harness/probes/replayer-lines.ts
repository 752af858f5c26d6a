import type { z } from 'zod';
import { describeIssue } from '../model/describe-issue.ts';
import { ReplayerError } from './replayer-failure.ts';
import {
  answerSchema,
  fatalSchema,
  helloSchema,
  type ReplayAnswer,
  type ReplayerHello,
  type ReplayRequest,
} from './replayer-protocol.ts';

/** The longest line that a replayer may write, in characters. */
const LONGEST_LINE = 1_000_000;

/** Cuts a stream of text into lines. */
export class LineSplitter {
  #rest = '';

  /**
   * The lines that a piece of text completes, without empty ones.
   *
   * @throws ReplayerError if a line has no end
   */
  take(text: string): readonly string[] {
    const parts = (this.#rest + text).split('\n');
    this.#rest = parts.pop() ?? '';
    if (this.#rest.length > LONGEST_LINE) {
      throw notUnderstood(this.#rest, `it has more than ${LONGEST_LINE} characters`);
    }
    return parts.filter((line) => line.trim() !== '');
  }
}

/**
 * The first line of a replayer.
 *
 * @throws ReplayerError if it is none
 */
export function readHello(line: string): ReplayerHello {
  return read(helloSchema, line);
}

/**
 * The answer in a line.
 *
 * @throws ReplayerError if there is none
 */
export function readAnswer(line: string): ReplayAnswer {
  return read(answerSchema, line);
}

function read<T>(schema: z.ZodType<T>, line: string): T {
  const parsed = parse(line);
  const last = fatalSchema.safeParse(parsed).data;
  if (last !== undefined) throw new ReplayerError({ kind: 'gave-up', reason: last.fatal });
  const { data, error } = schema.safeParse(parsed);
  if (data !== undefined) return data;
  const [issue] = error?.issues ?? [];
  throw notUnderstood(line, issue === undefined ? 'it breaks the protocol' : describeIssue(issue, 'it'));
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw notUnderstood(line, 'it is no JSON');
  }
}

function notUnderstood(line: string, issue: string): ReplayerError {
  return new ReplayerError({ kind: 'not-understood', line, issue });
}

/** The answers to one request, by the number of events that were replayed. */
export type ReplayAnswers = ReadonlyMap<number, ReplayAnswer>;

/** The replays that were asked for together, and the answers so far. */
export class OpenReplays {
  readonly #left: ReadonlyMap<number, Set<number>>;
  readonly #answers: ReadonlyMap<number, Map<number, ReplayAnswer>>;

  constructor(requests: readonly Pick<ReplayRequest, 'id' | 'events'>[]) {
    this.#left = new Map(requests.map(({ id, events }) => [id, new Set(events)]));
    this.#answers = new Map(requests.map(({ id }) => [id, new Map()]));
  }

  get isDone(): boolean {
    return [...this.#left.values()].every((events) => events.size === 0);
  }

  /** Takes an answer; false if it was not asked for here, or was given before. */
  take(answer: ReplayAnswer): boolean {
    if (this.#left.get(answer.id)?.delete(answer.events) !== true) return false;
    this.#answers.get(answer.id)?.set(answer.events, answer);
    return true;
  }

  answersOf(id: number): ReplayAnswers {
    return this.#answers.get(id) ?? new Map();
  }
}
