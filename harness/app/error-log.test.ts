import { expect } from 'chai';
import { HarnessError } from '../errors.ts';
import { ErrorLog } from './error-log.ts';

const failed = new HarnessError('CHAOS_FAULT_FAILED', 'The worker did not die.');
const cutOff = new HarnessError('CHAOS_INTERNAL', 'Internal error: Channel has been shut down.');

describe('ErrorLog', () => {
  it('has the cause first, though what it cut off is reported with more noise', () => {
    const controller = new AbortController();
    const log = new ErrorLog([controller.signal]);
    log.note(failed);
    controller.abort(cutOff);
    expect(log.errors).to.deep.equal([failed, cutOff]);
  });

  it('has an abort before all that fails for it, and once', () => {
    const controller = new AbortController();
    const log = new ErrorLog([controller.signal]);
    controller.abort(cutOff);
    log.note(cutOff);
    log.note(failed);
    expect(log.errors).to.deep.equal([cutOff, failed]);
    expect(new ErrorLog([controller.signal]).errors).to.deep.equal([cutOff]);
  });

  it('takes what its user asked for as no error', () => {
    const controller = new AbortController();
    const log = new ErrorLog([controller.signal]);
    controller.abort(new HarnessError('CHAOS_INTERRUPTED', 'The run was interrupted.'));
    expect(log.errors).to.deep.equal([]);
  });
});
