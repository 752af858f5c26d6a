import { expect } from 'chai';
import { type ClientAction, type Job, jobSchema } from '../../model/plan.ts';
import { validateCompared } from './validate-compared.ts';

const given = { end: 'completed', checkpoints: [], effects: [], progress: [] };
const cancel: ClientAction = { kind: 'cancel', name: '', args: [], after: { kind: 'injected', id: 'kill' } };
const calm = { schedule: [] };
const job = (more: object): Job =>
  jobSchema.parse({ workflowType: 'order', workflowId: 'order-1', args: [], actions: [], ...more });

describe('a job that is as without a fault', () => {
  it('is refused if its client acts only under a fault', () => {
    expect(() => validateCompared(calm, job({ actions: [cancel] }))).to.throw(
      /its cancel comes only under one\. Give its/,
    );
    expect(() => validateCompared(calm, job({ actions: [cancel], expect: given }))).not.to.throw();
    const early = { ...cancel, after: { kind: 'started' } };
    expect(() => validateCompared(calm, job({ actions: [early] }))).not.to.throw();
  });

  it('is refused if it declares workflows whose ids do not tell whose they are', () => {
    const also = (idPattern?: string): Job => job({ also: [{ workflowType: 'receipt', idPattern }] });
    expect(() => validateCompared(calm, also())).to.throw(/the ids of receipt in its `also` don't tell/);
    expect(() => validateCompared(calm, also('receipt-.*'))).to.throw(/Give an `idPattern`/);
    expect(() => validateCompared(calm, also('receipt-order-1-.*'))).not.to.throw();
  });

  it('is refused if the plan deploys a version, which may do other work', () => {
    const at = { kind: 'elapsed', ms: 1 } as const;
    const target = { role: 'component', name: 'worker-1' } as const;
    const deploy = { id: 'd', at, fault: 'worker-replace', params: { version: 'v2' }, target, healAfterMs: 1 };
    expect(() => validateCompared({ schedule: [deploy] }, job({}))).to.throw(/the plan deploys the version "v2"/);
    expect(() => validateCompared({ schedule: [deploy] }, job({ expect: given }))).not.to.throw();
  });
});
