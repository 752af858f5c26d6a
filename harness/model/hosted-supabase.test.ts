import { expect } from 'chai';
import { hostOf, markOf, markPattern } from './hosted-supabase.ts';

describe('the mark of a run', () => {
  it('is the same for the same run, another for another, and one that is known as a mark', () => {
    const marks = Array.from({ length: 2000 }, (_, index) => markOf(`20260101-120000-s3-${index}`));
    expect(new Set(marks).size).to.equal(marks.length);
    expect(marks.every((mark) => markPattern.test(`${mark}document-01`))).to.equal(true);
    expect(markOf('20260101-120000-s3-7')).to.equal(marks[7]);
  });

  it('has none of the wildcards of SQL and PostgREST in it', () => {
    expect(markOf('run')).to.match(/^[a-z0-9-]+$/);
  });
});

describe('the host of a hosted Supabase', () => {
  it('is all that is stored about it', () => {
    expect(hostOf({ url: 'https://abc.supabase.co/base' })).to.equal('abc.supabase.co');
    expect(hostOf({ url: 'http://127.0.0.1:54321' })).to.equal('127.0.0.1:54321');
  });
});
