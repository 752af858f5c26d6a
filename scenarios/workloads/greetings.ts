import type { Expectation, Job, Random } from '../../harness/index.ts';
import type { GreetingInput } from '../../system-under-test/workflows/types.ts';
import { testTimeouts } from './test-timeouts.ts';

/** How many greetings, and how long each takes, in milliseconds. */
export interface GreetingsOptions {
  readonly greetings: number;
  readonly durationMs?: number;
}

const names = ['Ada', 'Barbara', 'Edsger', 'Frances', 'Grace', 'Katherine', 'Leslie', 'Margaret'] as const;

/**
 * Greetings: workflows of one activity, which keeps neither checkpoints nor an effects ledger.
 *
 * @remarks Each greeting takes so long that a worker can die in the middle of it.
 */
export function greetings(random: Random, options: GreetingsOptions): readonly Job[] {
  const digits = Math.max(2, String(options.greetings).length);
  return Array.from({ length: options.greetings }, (_, index) => {
    const input: GreetingInput = { name: random.pick(names), durationMs: options.durationMs ?? 1500 };
    return {
      workflowType: 'greeting',
      workflowId: `greeting-${String(index + 1).padStart(digits, '0')}`,
      args: [input, testTimeouts],
      actions: [],
      expect: greetingExpectation(input),
    };
  });
}

/** The required result of a greeting, computed from its input alone. */
export function greetingExpectation(input: GreetingInput): Expectation {
  const result = `hello, ${input.name}`;
  const activities = [{ type: 'greet', input: [input], result }];
  return {
    end: 'completed',
    result,
    checkpoints: [],
    effects: [],
    activities,
    progress: [],
    closed: 'every-activity',
  };
}
