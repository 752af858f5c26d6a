import type { z } from 'zod';
import type { BlastRadius } from './blast-radius.ts';
import type { Evidence, Witness } from './evidence.ts';
import type { Json } from './json.ts';
import type { PlannedFault } from './plan.ts';
import type { Stack, Target } from './stack.ts';
import type { Capability, ServerComponent } from './stacks.ts';

/** A fault in force. Disposing heals it; healing twice is the same as once. */
export interface Injection extends AsyncDisposable {}

/**
 * A failure that the harness can cause on purpose, heal, and prove.
 *
 * @example
 * export const workerKill: Fault = killFault({
 *   name: 'worker-kill',
 *   summary: 'SIGKILL a worker. Healing starts a fresh one.',
 *   victim: 'worker',
 *   needs: ['kill'],
 *   radius: workerRadius,
 *   felt: (evidence, window) => [...brokenCalls(evidence, window), ...retriedTasks(evidence, window)],
 * });
 */
export interface Fault<P extends Readonly<Record<string, Json>> = Readonly<Record<string, Json>>> {
  /** `<target>-<failure>`, the same as its file's name. */
  readonly name: string;
  /** One sentence for help and reports. */
  readonly summary: string;
  /** How the evidence proves it, one phrase each: that it was in force, and that the system felt it. */
  readonly proof?: { readonly cause: string; readonly effect: string };
  /** Whether the fault strikes a component, or a component's link. */
  readonly strikes: 'component' | 'link';
  /**
   * The component it may strike: any worker, the server of that name, any service of the configuration that the harness
   * starts, or any component that has what it strikes.
   */
  readonly victim: 'worker' | ServerComponent | 'service' | 'any';
  readonly params: z.ZodType<P>;
  readonly needs: readonly Capability[];
  /** The components and links that it may touch, declared before the injection and journalled with it. */
  blastRadius(target: Target): BlastRadius;
  /** How long it must be in force at least, in milliseconds, or nothing could prove it; left out: any time will do. */
  leastMs?(params: P): number;
  /** Puts the fault in force and resolves once it is. */
  inject(stack: Stack, target: Target, params: P): Promise<Injection>;
  /**
   * The observations, found in the evidence, that this planned fault was in force and that the subject felt it.
   *
   * @remarks Pure. The result of the harness's own command is never a witness.
   */
  witnesses(evidence: Omit<Evidence, 'landings'>, planned: PlannedFault): readonly Witness[];
}
