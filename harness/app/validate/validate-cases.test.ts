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
    const tables = ['documents', 'checkpoints'].map((table) => ({ table, key: 'workflow_id' }));
    expect(() => validateCases('ingestDocument', { ...ingestDocument, tables }, none)).not.to.throw();
  });

  it('start the workflow that the exploration is named after, or those that it lists', () => {
    const [sentence, both] = [/must start another, but it starts ingestDocument/, ['another', 'ingestDocument']];
    expect(() => validateCases('another', ingestDocument, config)).to.throw(sentence);
    expect(() => validateCases('another', { ...ingestDocument, workflowTypes: ['another'] }, config)).to.throw(
      sentence,
    );
    expect(() => validateCases('another', { ...ingestDocument, workflowTypes: both }, config)).not.to.throw();
  });
});
