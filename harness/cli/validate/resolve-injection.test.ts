import { expect } from 'chai';
import { builtInRegistry } from '../../app/registry.ts';
import { readyToy, type ToyFault, toyFault, toyStack } from '../../daemon/test-support/toy-stack.ts';
import { HarnessError } from '../../errors.ts';
import type { Stack } from '../../model/stack.ts';
import { resolveInjection } from './resolve-injection.ts';

describe('resolveInjection', () => {
  const { stack } = toyStack();
  const resolve = (on: string, of: ToyFault = {}, params = {}) =>
    resolveInjection(
      stack,
      { fault: 'toy', on, params, forMs: 1000 },
      { ...builtInRegistry, findFault: () => toyFault([], of) },
    );

  const refusal = (work: () => unknown): HarnessError => {
    try {
      work();
    } catch (error) {
      if (error instanceof HarnessError) return error;
    }
    return expect.fail('Expected it to be refused.');
  };

  it('finds a component with its incarnation and its blast radius', () => {
    const { definition, ...found } = resolve('worker-2');
    const { definition: _, ...expected } = readyToy(definition, 'worker-2', 1000);
    expect(found).to.deep.equal(expected);
  });

  it('finds a link, and whose it is', () => {
    const { target, radius } = resolve('supabase@worker-1', { strikes: 'link', victim: 'any' });
    expect(target).to.deep.equal({ component: 'worker-1', incarnation: 1, link: 'supabase@worker-1' });
    expect(radius).to.deep.equal({ components: [], links: ['supabase@worker-1'] });
  });

  it('offers only what the fault can strike', () => {
    expect(refusal(() => resolve('temporal')).message).to.include('Choose one of: worker-1, worker-2.');
    expect(resolve('temporal', { victim: 'any' }).target.component).to.equal('temporal');
    expect(refusal(() => resolve('worker-1', { victim: 'temporal' })).message).to.include('Choose one of: temporal.');
    expect(refusal(() => resolve('worker-1', { strikes: 'link' })).message).to.include('one of: temporal@worker-1, ');
    expect(refusal(() => resolve('temporal@worker-1')).code).to.equal('CHAOS_UNKNOWN_TARGET');
  });

  it('finds a service of the configuration, and says where there is none', () => {
    const payments = { ...stack.component('temporal'), name: 'payments', role: 'service', incarnation: 1 } as const;
    const served: Stack = { ...stack, components: () => [payments], component: () => payments };
    const wish = { fault: 'service-kill', on: 'payments', params: {}, forMs: 1000 };
    expect(resolveInjection(served, wish).target.component).to.equal('payments');
    expect(refusal(() => resolveInjection(stack, wish)).message).to.include('The stack has none.');
  });

  it('refuses what the stack cannot do, and parameters that the fault does not take', () => {
    const lacks = refusal(() => resolve('worker-1', { needs: ['kill', 'limit'] }));
    expect(lacks.code).to.equal('CHAOS_STACK_LACKS');
    expect(lacks.message).to.include('"limit"');
    expect(resolve('worker-1', {}, { depth: 3 }).params).to.deep.equal({ depth: 3 });
    expect(refusal(() => resolve('worker-1', {}, { depth: 'x' })).code).to.equal('CHAOS_USAGE');
  });

  it('knows the faults of the registry', () => {
    const wish = { fault: 'worker-kil', on: 'worker-1', params: {}, forMs: 1000 };
    expect(refusal(() => resolveInjection(stack, wish)).message).to.include('Did you mean "worker-kill"?');
  });
});
