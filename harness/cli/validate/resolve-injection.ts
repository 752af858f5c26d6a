import { stackLacks } from '../../app/choose-stack.ts';
import { builtInRegistry, type Registry } from '../../app/registry.ts';
import { faultNamed, issueOfParams } from '../../app/validate/validate-fault.ts';
import type { ReadyFault } from '../../daemon/active-fault.ts';
import type { Wish } from '../../daemon/daemon-api.ts';
import { HarnessError } from '../../errors.ts';
import type { Fault } from '../../model/fault.ts';
import type { Stack, Target } from '../../model/stack.ts';
import type { Capability } from '../../model/stacks.ts';

type StackSeen = Pick<Stack, 'name' | 'capabilities' | 'component' | 'components' | 'links'>;

/**
 * Finds the target that a fault from the command line would strike on the stack that is up.
 *
 * @throws HarnessError of exit 64: unknown fault, bad parameters, a capability that the stack lacks, a target that it
 * doesn't have or that the fault can't strike.
 */
export function resolveInjection(stack: StackSeen, wish: Wish, registry: Registry = builtInRegistry): ReadyFault {
  const definition = faultByHand(registry, wish.fault);
  validateParams(definition, wish.params);
  const lacks = definition.needs.find((need) => !stack.capabilities.has(need));
  if (lacks !== undefined)
    throw stackLacks(`${stack.name} stack`, lacks, `${definition.name} needs that. ${adviceOn(lacks)}`);
  const target = targetOf(stack, definition, wish.on);
  const { components, links } = definition.blastRadius(target);
  return {
    definition,
    params: definition.params.parse(wish.params),
    fault: definition.name,
    summary: definition.summary,
    target,
    radius: { components: [...components], links: [...links] },
    forMs: wish.forMs,
  };
}

function adviceOn(lacks: Capability): string {
  if (lacks === 'own-temporal') return 'Leave out `temporal` in chaos.config.ts, and start another stack.';
  return lacks === 'tls' ? 'Take it down, and start it with --tls.' : 'Use another stack.';
}

/** @throws HarnessError CHAOS_UNKNOWN_FAULT */
export function faultByHand(registry: Registry, name: string): Fault {
  return faultNamed(registry, name, 'the command line');
}

/** @throws HarnessError CHAOS_USAGE if a fault doesn't take these parameters. */
export function validateParams(fault: Pick<Fault, 'name' | 'params'>, params: Wish['params']): void {
  const issue = issueOfParams(fault, params);
  if (issue === null) return;
  const sentence = `${fault.name} can't be injected: ${issue}. Fix --param.`;
  throw new HarnessError('CHAOS_USAGE', sentence);
}

function targetOf(stack: StackSeen, fault: Fault, on: string): Target {
  const candidates = candidatesOf(stack, fault);
  if (!candidates.includes(on)) {
    const sentence = `"${on}" is not a ${fault.strikes} that ${fault.name} can strike.`;
    const choice = candidates.length > 0 ? `Choose one of: ${candidates.join(', ')}.` : 'The stack has none.';
    throw new HarnessError('CHAOS_UNKNOWN_TARGET', `${sentence} ${choice}`);
  }
  const component = fault.strikes === 'link' ? ownerOf(on) : on;
  const { incarnation } = stack.component(component);
  return { component, incarnation, link: fault.strikes === 'link' ? on : null };
}

/** The parts of the stack that the fault may strike: components, or links by the component that they belong to. */
function candidatesOf(stack: StackSeen, { strikes, victim }: Fault): readonly string[] {
  // Of workers and of configured services there may be several, each with a name.
  const isKind = victim === 'worker' || victim === 'service';
  const struck = stack
    .components()
    .filter(({ name, role }) => victim === 'any' || (isKind ? role === victim : name === victim))
    .map(({ name }) => name);
  if (strikes === 'component') return struck;
  return stack
    .links()
    .map(({ name }) => name)
    .filter((link) => struck.includes(ownerOf(link)));
}

/** The component that a link connects to a server: `worker-1` of `temporal@worker-1`. */
function ownerOf(link: string): string {
  return link.slice(link.indexOf('@') + 1);
}
