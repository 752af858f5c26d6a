import { expect } from 'chai';
import { safeFileName, unfitForFolder } from './file-names.ts';

const odd = ['付款', '退款', 'x'.repeat(300), 'y'.repeat(300), '../../etc', 'a[b/c]', 'a[b-c]', '.', '..', '', 'a\nb'];

describe('a file name for any text', () => {
  it('is the text itself where that is plain', () => {
    expect(safeFileName('ingest/approved/publish/completion/request')).to.equal(
      'ingest-approved-publish-completion-request',
    );
  });

  it('is distinct, short and safe for letters of any language, long texts, slashes and dots', () => {
    const names = odd.map((text) => safeFileName(text));
    expect(new Set(names).size).to.equal(odd.length);
    for (const name of names) expect(name).to.match(/^[\w-][\w.-]{0,115}$/);
    expect(odd.map((text) => safeFileName(text))).to.deep.equal(names);
  });
});

describe('a name that becomes a folder', () => {
  it('may have letters of any language, spaces and dashes', () => {
    for (const name of ['worker-kill', '付款', 'Überweisung 2', 'a.b'])
      expect(unfitForFolder(name), name).to.equal(null);
  });

  it('is refused where a path would not take it, or would lead elsewhere', () => {
    for (const name of ['a/b', '..', '../x', 'a\\b', 'c:', '-rf', '.git', 'a ', 'a\u0000', 'n'.repeat(101)])
      expect(unfitForFolder(name), name).to.be.a('string');
  });
});
