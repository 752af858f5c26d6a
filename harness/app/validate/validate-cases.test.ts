import { expect } from 'chai';
import { config } from '../../../chaos.config.ts';
import { ingestDocument } from '../../../scenarios/explorations/ingest-document.ts';
import { validateCases } from './validate-cases.ts';

describe('the cases of an exploration', () => {
  it('may expect rows of the tables of the subject, and of those that the exploration names', () => {
    expect(() => validateCases('ingestDocument', ingestDocument, config)).not.to.throw();
    const none = { subjects: { documents: { checkpoints: true, effects: true } } };
    expect(() => validateCases('ingestDocument', ingestDocument, none)).to.throw(
      /^chaos\.config\.ts: the case "approved" of ingestDocument expects a row of "documents", which is no table of /,
    );
    const tables = [{ table: 'documents', key: 'workflow_id' }];
    expect(() => validateCases('ingestDocument', { ...ingestDocument, tables }, none)).not.to.throw();
  });
});
