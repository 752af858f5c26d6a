import { expect } from 'chai';
import { readLogLine } from '../logs/log-line.ts';
import { renderWorkflowLines, workflowName } from './render-workflow-lines.ts';

const time = '2026-01-01T10:00:00.123Z';

function line(message: string): ReturnType<typeof readLogLine> {
  const text = JSON.stringify({ time, level: 'info', message, workflowId: 'a/b', type: 'charge', attempt: 2 });
  return readLogLine({ component: 'worker-1', incarnation: 2 }, text);
}

describe('the lines of workflows on the timeline page', () => {
  it('are reached from the name of a workflow that has some', () => {
    const lines = new Map([['a/b', [line('Activity <started>')]]]);
    const part = renderWorkflowLines(['a/b', 'quiet', 'a/b'], lines);
    const [, anchor = 'none'] = /href="#([^"]+)"/.exec(workflowName('a/b', lines)) ?? [];
    expect(part).to.include(`id="${anchor}"`);
    expect(part).to.include('10:00:00.123  worker-1.2  info  Activity &lt;started&gt;  type charge  attempt 2');
    expect(part.split('<h3')).to.have.lengthOf(2);
    expect(workflowName('quiet', lines)).to.equal('quiet');
    expect(renderWorkflowLines(['quiet'], lines)).to.equal('');
  });

  it('are cut to the last sixty, and say so', () => {
    const many = Array.from({ length: 70 }, (_, index) => line(`line-${index}.`));
    const part = renderWorkflowLines(['a/b'], new Map([['a/b', many]]));
    expect(part).to.include('the last 60 of 70').and.to.include('line-10.').and.not.to.include('line-9.');
  });
});
