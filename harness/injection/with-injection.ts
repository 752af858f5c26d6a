import { toHarnessError } from '../errors.ts';
import type { Fault, Injection } from '../model/fault.ts';
import type { EntryOf, Journal } from '../model/journal.ts';
import type { FaultParams, Stack, Target } from '../model/stack.ts';
import { orAborted } from '../wait.ts';

/** A fault that is put in force, and how. */
export interface FaultRequest {
  readonly journal: Pick<Journal, 'write'>;
  readonly stack: Stack;
  readonly fault: Fault;
  /** Under which all its steps are journalled. */
  readonly faultId: string;
  readonly params: FaultParams;
  /** Heals in another way, of which the fault's healing is a part; if left out, the fault's healing runs alone. */
  readonly heal?: (healing: () => Promise<void>) => Promise<void>;
  /** Ends the wait for an injection, or for a healing, that takes too long; if left out, none does. */
  readonly limit?: AbortSignal;
}

/**
 * The target of a fault. If only its moment decides, a function that waits for the moment and then calls `reached`. Its
 * error is journalled as a failure of the fault.
 */
export type Aim = Target | ((reached: () => void) => Promise<Target>);

/**
 * Puts a fault in force, does something while it is, and heals it in any case.
 *
 * @remarks Every engine strikes by this: a planned fault, one by hand, an action of an exploration. It alone journals
 * the steps of a fault: `moment-reached`, `injecting` with the blast radius that the fault declares, `injected`,
 * `healing`, `healed`, or `failed`.
 * @param body - runs while the fault is in force; its return value is journalled with the healing
 * @throws the error of the aim, the injection, the body or the healing
 */
export async function withInjection(
  request: FaultRequest,
  aim: Aim,
  body: (target: Target) => Promise<string | void>,
): Promise<void> {
  const steps = new JournalledSteps(request);
  const { target, injection } = await steps.orFailed(() => inject(request, steps, aim));
  let message: string | undefined;
  try {
    message = (await body(target)) ?? undefined;
  } finally {
    steps.write('healing');
    await steps.orFailed(() => heal(request, injection));
    steps.write('healed', message === undefined ? {} : { message });
  }
}

interface InForce {
  readonly target: Target;
  readonly injection: Injection;
}

async function inject(request: FaultRequest, steps: JournalledSteps, aim: Aim): Promise<InForce> {
  const { stack, fault, params } = request;
  const target = typeof aim === 'function' ? await aim(() => steps.write('moment-reached')) : aim;
  steps.aimAt(target);
  const { components, links } = fault.blastRadius(target);
  // Declared before its outcome is known, so that judging a run needs no registry of faults.
  steps.write('injecting', { radius: { components, links } });
  const injecting = fault.inject(stack, target, fault.params.parse(params));
  try {
    const injection = await inTime(request, injecting);
    steps.write('injected');
    return { target, injection };
  } catch (thrown) {
    // An injection that is no longer awaited must not stay in force.
    injecting.then((late) => late[Symbol.asyncDispose]()).catch(() => undefined);
    throw thrown;
  }
}

async function heal(request: FaultRequest, injection: Injection): Promise<void> {
  const healing = async (): Promise<void> => injection[Symbol.asyncDispose]();
  await inTime(request, request.heal === undefined ? healing() : request.heal(healing));
}

async function inTime<T>({ limit }: FaultRequest, work: Promise<T>): Promise<T> {
  return limit === undefined ? work : orAborted(work, limit);
}

type FaultEntry = EntryOf<'fault'>;

/** The steps of one fault, each journalled with whom it strikes as soon as that is known. */
class JournalledSteps {
  readonly #request: FaultRequest;
  #target: Target | null = null;

  constructor(request: FaultRequest) {
    this.#request = request;
  }

  aimAt(target: Target): void {
    this.#target = target;
  }

  write(step: FaultEntry['step'], more: Pick<FaultEntry, 'radius' | 'message'> = {}): void {
    const { journal, fault, faultId } = this.#request;
    journal.write({ kind: 'fault', fault: fault.name, faultId, ...struckBy(this.#target), step, ...more });
  }

  /** Does a part of it; where that fails, the journal has why. */
  async orFailed<T>(part: () => Promise<T>): Promise<T> {
    try {
      return await part();
    } catch (thrown) {
      const { code, message } = toHarnessError(thrown);
      this.write('failed', { message: `${code}: ${message}` });
      throw thrown;
    }
  }
}

function struckBy(target: Target | null): Pick<FaultEntry, 'component' | 'incarnation' | 'link'> {
  if (target === null) return {};
  const { component, incarnation, link } = target;
  return link === null ? { component, incarnation } : { component, incarnation, link };
}
