import { expect } from 'chai';
import { logFileNamed, readLogLine } from './log-line.ts';

const file = { component: 'worker-1', incarnation: 2 };

describe('a line of a log', () => {
  it('belongs to a life of a component by the name of its file', () => {
    expect(logFileNamed('worker-1.2.log')).to.deep.equal(file);
    expect(logFileNamed('compose.log')).to.equal(null);
  });

  it('says which workflow it is about, in the words of this project or of Temporal', () => {
    const of = (line: object): unknown => readLogLine(file, JSON.stringify(line)).fields?.workflowId;
    expect(of({ time: 't', message: 'm', workflowId: 'order-7' })).to.equal('order-7');
    expect(of({ ts: 't', msg: 'm', 'wf-id': 'order-7' })).to.equal('order-7');
    expect(of({ message: 'm' })).to.equal(null);
  });

  it('says what else it is about', () => {
    const line = { message: 'Activity failed', type: 'charge', activityId: '3', attempt: 2, error: 'Error: no' };
    expect(readLogLine(file, JSON.stringify(line)).fields?.subject).to.deep.equal([
      'type charge',
      'activityId 3',
      'attempt 2',
      'error Error: no',
    ]);
  });

  it('may be no JSON at all, or cut short', () => {
    for (const text of ['Listening on 8090', '{"time":"2026', '']) {
      expect(readLogLine(file, text)).to.deep.equal({ ...file, text, fields: null });
    }
  });
});
