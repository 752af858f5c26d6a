import { expect } from 'chai';
import { serviceUpstream } from './service-upstream.ts';

describe('where a service is', () => {
  it('is given by host and port, and then has no other name', () => {
    expect(serviceUpstream('127.0.0.1:8000')).to.deep.equal({ host: '127.0.0.1', port: 8000, tls: false });
  });

  it('is told by a URL, whose scheme says whether TLS is spoken and which port is meant', () => {
    const hosted = { host: 'abc.supabase.co', authority: 'abc.supabase.co' };
    expect(serviceUpstream('https://abc.supabase.co/base')).to.deep.equal({ ...hosted, port: 443, tls: true });
    expect(serviceUpstream('http://abc.supabase.co')).to.deep.equal({ ...hosted, port: 80, tls: false });
  });

  it('is told by a URL with an address and a port', () => {
    const to = { port: 54321, tls: false };
    const ipv4 = { host: '127.0.0.1', authority: '127.0.0.1:54321' };
    expect(serviceUpstream('http://127.0.0.1:54321')).to.deep.equal({ ...to, ...ipv4 });
    expect(serviceUpstream('http://[::1]:54321')).to.deep.equal({ ...to, host: '::1', authority: '[::1]:54321' });
  });

  it('is refused where it is neither', () => {
    expect(() => serviceUpstream('no port')).to.throw(TypeError);
  });
});
