import { expect } from 'chai';
import { supabaseByLink } from './supabase-by-link.ts';

describe('the URL of Supabase behind a link', () => {
  it('is that of the link, without TLS', () => {
    expect(supabaseByLink('127.0.0.1:20001', undefined)).to.equal('http://127.0.0.1:20001');
    expect(supabaseByLink('toxiproxy:20001', { url: 'https://abc.supabase.co' })).to.equal('http://toxiproxy:20001');
  });

  it('has what a hosted one has behind its host', () => {
    expect(supabaseByLink('toxiproxy:20001', { url: 'https://a.b/supabase/' })).to.equal(
      'http://toxiproxy:20001/supabase',
    );
  });
});
