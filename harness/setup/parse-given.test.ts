import { expect } from 'chai';
import { HarnessError } from '../errors.ts';
import { parseAction, parseInput, parseService, parseVariable } from './parse-given.ts';

const event = (eventType: string, nth = 1): object => ({ kind: 'event', eventType, nth });

describe('what a command line says of a system', () => {
  it('is an argument of the workflow', () => {
    expect(parseInput('{"a":[1]}')).to.deep.equal({ a: [1] });
    expect(parseInput('"text"')).to.equal('text');
  });

  it('is a signal with its event', () => {
    const approve = { kind: 'signal', name: 'approve' };
    const read = (text: string): object => parseAction('signal', text);
    expect(read('approve')).to.deep.equal({ ...approve, args: [], after: event('WORKFLOW_TASK_COMPLETED') });
    expect(read('approve@TIMER_STARTED')).to.deep.equal({ ...approve, args: [], after: event('TIMER_STARTED') });
    expect(read('approve={"by":"a@b"}@TIMER_STARTED#2')).to.deep.equal({
      ...approve,
      args: [{ by: 'a@b' }],
      after: event('TIMER_STARTED', 2),
    });
    expect(read('approve="a@b"')).to.have.deep.property('args', ['a@b']);
    expect(parseAction('update', 'memo="x"@TIMER_STARTED')).to.have.property('kind', 'update');
  });

  it('is a service with its variable', () => {
    expect(parseService('payments=http://127.0.0.1:4242:PAYMENTS_URL')).to.deep.equal({
      name: 'payments',
      service: { http: 'http://127.0.0.1:4242' },
      variable: 'PAYMENTS_URL',
    });
    expect(parseService('payments=http://127.0.0.1:4242')).to.have.property('variable', null);
    expect(parseService('cache=redis://127.0.0.1:6379/0:REDIS').service).to.deep.equal({
      tcp: 'redis://127.0.0.1:6379/0',
    });
    expect(parseService('cache=127.0.0.1:6379:REDIS').service).to.deep.equal({ tcp: '127.0.0.1:6379' });
    expect(parseService('pay=python payments.py:PAY_URL')).to.deep.equal({
      name: 'pay',
      service: { http: { command: ['python', 'payments.py'] } },
      variable: 'PAY_URL',
    });
  });

  it('is a variable, whose value may stay in the environment', () => {
    expect(parseVariable('A=b=c')).to.deep.equal(['A', 'b=c']);
    expect(parseVariable('A=')).to.deep.equal(['A', '']);
    expect(parseVariable('SECRET')).to.deep.equal(['SECRET', '{env.SECRET}']);
  });

  const bad: readonly (readonly [string, () => unknown, string])[] = [
    ['an input that is no JSON', () => parseInput('order-1'), `A text needs quotes: '"order-1"'.`],
    ['a signal without a name', () => parseAction('signal', '={}'), '--signal takes name=JSON@EVENT'],
    ['a signal whose argument is no JSON', () => parseAction('signal', 'a={'), '--signal a is no JSON'],
    ['the zeroth event', () => parseAction('signal', 'a@TIMER_STARTED#0'), '`after.nth` must be greater than 0'],
    ['a service without a place', () => parseService('payments'), '--service takes name=URL:VARIABLE'],
    ['a variable with a blank', () => parseVariable('A B=1'), '--env takes NAME=value'],
  ];
  for (const [what, read, says] of bad) {
    it(`is refused where it is ${what}`, () => {
      expect(read).to.throw(HarnessError, says).with.property('code', 'CHAOS_USAGE');
    });
  }
});
