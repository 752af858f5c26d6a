import { expect } from 'chai';
import { describeIssue } from '../model/describe-issue.ts';
import { codecServerSchema, dataConverterSchema, issuesOfConverters } from './data-converter-schema.ts';

const codec = { encode: async () => [], decode: async () => [] };
const workers = {};

describe('the data converter of a configuration', () => {
  for (const [what, value] of Object.entries({
    'a path': './converter.ts',
    'one of paths': { payloadConverterPath: './payloads.ts', failureConverterPath: './failures.ts' },
    'one with codecs': { payloadCodecs: [codec] },
    'an empty one': {},
  })) {
    it(`may be ${what}`, () => {
      expect(dataConverterSchema.safeParse(value).success).to.equal(true);
    });
  }

  const refused = [
    { value: '', says: '`dataConverter` must not be empty' },
    {
      value: 7,
      says: '`dataConverter` must be a path or an object of `payloadConverterPath`, `failureConverterPath` and',
    },
    { value: { codec }, says: '`dataConverter` must be a path or an object' },
    { value: { payloadConverterPath: '' }, says: '`payloadConverterPath` must not be empty' },
    { value: { payloadCodecs: codec }, says: '`payloadCodecs` must be a list' },
    { value: { payloadCodecs: [{ encode: codec.encode }] }, says: '`payloadCodecs.0` must have the functions' },
  ];
  for (const { value, says } of refused) {
    it(`is refused where it is ${JSON.stringify(value)}`, () => {
      expect(said(dataConverterSchema, value, '`dataConverter`')).to.contain(says);
    });
  }
});

describe('the codec server of a configuration', () => {
  it('may have a place for the namespace, and a token', () => {
    const server = { endpoint: 'https://codec.example/{namespace}', auth: 'Bearer of a token' };
    expect(codecServerSchema.parse(server)).to.deep.equal(server);
  });

  const refused = [
    { value: 'http://127.0.0.1:8081', says: '`codecServer` must be an object' },
    { value: {}, says: '`endpoint` must be a URL of http or https' },
    { value: { endpoint: '127.0.0.1:8081' }, says: '`endpoint` must be a URL of http or https' },
    { value: { endpoint: 'ftp://127.0.0.1' }, says: '`endpoint` must be a URL of http or https' },
    { value: { endpoint: 'http://me:secret-1@127.0.0.1' }, says: '`endpoint` must have no password in it' },
    { value: { endpoint: 'http://127.0.0.1/?key=secret-1' }, says: '`endpoint` must have nothing after its path' },
    { value: { endpoint: 'http://127.0.0.1', auth: '' }, says: '`auth` must be the value of a header' },
    { value: { endpoint: 'http://127.0.0.1', auth: 'secret-1\n' }, says: '`auth` must be the value of a header' },
    { value: { endpoint: 'http://127.0.0.1', token: 'x' }, says: '`token` is not known' },
  ];
  for (const { value, says } of refused) {
    it(`is refused where it is ${JSON.stringify(value)}, without its secrets`, () => {
      const sentence = said(codecServerSchema, value, '`codecServer`');
      expect(sentence).to.contain(says);
      expect(sentence).not.to.contain('secret-1');
    });
  }
});

describe('codecs that are given twice', () => {
  const codecServer = { endpoint: 'http://127.0.0.1:8081' };

  it('are refused, since one of them alone encodes', () => {
    const messages = (config: Parameters<typeof issuesOfConverters>[0]): readonly string[] =>
      issuesOfConverters(config).map(({ path, message }) => `${path.join('.')} ${message}`);
    expect(messages({ workers, codecServer, dataConverter: { payloadCodecs: [codec] } })).to.deep.equal([
      'codecServer takes the place of `dataConverter.payloadCodecs`, so leave out one of them',
    ]);
    expect(messages({ workers: { dataConverter: 'a.ts' }, dataConverter: 'b.ts' })).to.deep.equal([
      'workers.dataConverter is an older name of `dataConverter`, so leave it out',
    ]);
    expect(messages({ workers, codecServer, dataConverter: { payloadConverterPath: 'a.ts' } })).to.deep.equal([]);
  });
});

function said(schema: typeof dataConverterSchema | typeof codecServerSchema, value: unknown, whole: string): string {
  const [issue] = schema.safeParse(value).error?.issues ?? [];
  return issue === undefined ? '' : describeIssue(issue, whole);
}
