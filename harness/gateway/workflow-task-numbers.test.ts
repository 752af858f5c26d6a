import { expect } from 'chai';
import type { Handout } from './call-facts.ts';
import { WorkflowTaskNumbers } from './workflow-task-numbers.ts';

const token = (text: string) => Buffer.from(text);

function handout(text: string, workflowId = 'w', more: Partial<Handout> = {}): Handout {
  return { token: token(text), query: false, facts: { task: 'workflow', workflowId }, ...more };
}

describe('WorkflowTaskNumbers', () => {
  let numbers: WorkflowTaskNumbers;

  beforeEach(() => {
    numbers = new WorkflowTaskNumbers();
  });

  it('counts the completions of each workflow on its own', () => {
    numbers.learn(handout('a'));
    numbers.completed({ workflowId: 'w' });
    numbers.learn(handout('b'));
    numbers.learn(handout('c', 'other'));
    expect(['a', 'b', 'c', 'never'].map((text) => numbers.find(token(text)))).to.deep.equal([1, 2, 1, undefined]);
  });

  it('counts anew in each run of a chain', () => {
    const ofRun = (runId: string) => ({ facts: { task: 'workflow', workflowId: 'w', runId } }) as const;
    numbers.learn(handout('a', 'w', ofRun('run-1')));
    numbers.completed({ workflowId: 'w', runId: 'run-1' });
    numbers.learn(handout('b', 'w', ofRun('run-2')));
    expect(['a', 'b'].map((text) => numbers.find(token(text)))).to.deep.equal([1, 1]);
  });

  it('counts a task whose answer is still on its way when the next one is dispatched', () => {
    const started = (startedEventId: string) =>
      ({ facts: { task: 'workflow', workflowId: 'w', startedEventId } }) as const;
    numbers.learn(handout('a', 'w', started('3')));
    numbers.learn(handout('b', 'w', { ...started('7'), previousStartedEventId: '3' }));
    numbers.completed({ workflowId: 'w' });
    numbers.completed({ workflowId: 'w' });
    numbers.learn(handout('c', 'w', { ...started('11'), previousStartedEventId: '7' }));
    expect(['a', 'b', 'c'].map((text) => numbers.find(token(text)))).to.deep.equal([1, 2, 3]);
  });

  it('counts a discarded task, after which the last one of the event history is an earlier one', () => {
    const started = (startedEventId: string) =>
      ({ facts: { task: 'workflow', workflowId: 'w', startedEventId } }) as const;
    numbers.learn(handout('a', 'w', started('3')));
    numbers.completed({ workflowId: 'w' });
    numbers.learn(handout('discarded', 'w', { ...started('7'), previousStartedEventId: '3' }));
    numbers.completed({ workflowId: 'w' });
    numbers.learn(handout('b', 'w', { ...started('7'), previousStartedEventId: '3' }));
    expect(['a', 'discarded', 'b'].map((text) => numbers.find(token(text)))).to.deep.equal([1, 2, 3]);
  });

  it('gives a task its number when it is first dispatched, and keeps it', () => {
    numbers.learn(handout('a'));
    numbers.completed({ workflowId: 'w' });
    numbers.learn(handout('a'));
    expect(numbers.find(token('a'))).to.equal(1);
  });

  it('numbers neither queries nor activities', () => {
    numbers.learn(handout('q', 'w', { query: true }));
    numbers.learn(handout('x', 'w', { facts: { task: 'activity', workflowId: 'w' } }));
    expect([numbers.find(token('q')), numbers.find(token('x'))]).to.deep.equal([undefined, undefined]);
  });

  it('forgets first whose workflow was quiet for longest, so that it stays small', () => {
    numbers.learn(handout('old'));
    numbers.completed({ workflowId: 'quiet' });
    numbers.completed({ workflowId: 'busy' });
    for (let count = 0; count < 100_000; count += 1) {
      if (count % 1000 === 0) numbers.completed({ workflowId: 'busy' });
      numbers.completed({ workflowId: `workflow-${count}` });
      numbers.learn(handout(`token-${count}`, 'busy'));
    }
    expect(numbers.find(token('old'))).to.equal(undefined);
    numbers.learn(handout('quiet again', 'quiet'));
    numbers.learn(handout('busy again', 'busy'));
    expect(numbers.find(token('quiet again'))).to.equal(1);
    expect(numbers.find(token('busy again'))).to.equal(102);
  });
});
