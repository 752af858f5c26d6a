import { expect } from 'chai';
import { isMissingIpv6 } from './fixed-address.ts';

describe('isMissingIpv6', () => {
  it('is so where a machine names ::1 and has no IPv6, and nowhere else', () => {
    expect(isMissingIpv6('::1', { code: 'EADDRNOTAVAIL' })).to.equal(true);
    expect(isMissingIpv6('::1', { code: 'EAFNOSUPPORT' })).to.equal(true);
    expect(isMissingIpv6('::1', { code: 'EADDRINUSE' })).to.equal(false);
    expect(isMissingIpv6('127.0.0.1', { code: 'EADDRNOTAVAIL' })).to.equal(false);
  });
});
