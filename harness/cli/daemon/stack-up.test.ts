import { expect } from 'chai';
import type { StackStatus } from '../../daemon/daemon-api.ts';
import { HarnessError } from '../../errors.ts';
import { refuseOther, type UpFlags } from './stack-up.ts';

const url = 'http://127.0.0.1:1';
const worker = {
  name: 'worker-1',
  role: 'worker',
} as StackStatus['components'][number];
const up: Parameters<typeof refuseOther>[0] = {
  stack: 'embedded',
  components: [worker],
  addresses: { outsideWorldUrl: url, apiUrl: null } as StackStatus['addresses'],
};

function refusalOf(flags: Partial<UpFlags>): string {
  try {
    refuseOther(up, { stack: 'auto', ...flags });
    return '';
  } catch (error) {
    expect(error).to.be.instanceOf(HarnessError).with.property('code', 'CHAOS_USAGE');
    return (error as HarnessError).message;
  }
}

describe('a stack that is up', () => {
  it('is good enough for who asks for what it has', () => {
    expect(refusalOf({})).to.equal('');
    expect(refusalOf({ stack: 'embedded', workers: 1 })).to.equal('');
  });

  it('is refused to who asks for what it lacks', () => {
    expect(refusalOf({ api: true, monitoring: true, tls: true })).to.equal(
      'Asked for --api --tls --monitoring, but the embedded stack with 1 worker is up and was left as it is. ' +
        'Run: npm run stack -- down',
    );
    expect(refusalOf({ stack: 'docker' })).to.include('Asked for --stack docker, but');
    expect(refusalOf({ workers: 3 })).to.include('Asked for --workers 3, but');
  });
});
