import { expect } from 'chai';
import { goodExploration, sampleExploration } from '../../../test/samples/sample-exploration.ts';
import { BrokenRunError, VerdictError } from '../run/verdict-error.ts';
import { errorOfResult, errorOfStepTest, errorOfWhole } from './exploration-error.ts';
import { stepTestsOf, testIdentity } from './exploration-tests.ts';

const sample = sampleExploration();
const [approved, cancelled] = sample.cases;
if (approved === undefined || cancelled === undefined) throw new Error('Expected two cases.');
const tests = [...stepTestsOf(approved, sample), ...stepTestsOf(cancelled, sample)];

describe('the tests of an exploration', () => {
  it('are one a step of each case, with all its points in the order of the workflow', () => {
    expect(tests.map(({ caseName, step }) => `${caseName} ${step}`)).to.deep.equal([
      'approved workflow task 1',
      'approved saveCheckpoint[received]',
      'approved workflow task 2',
      'approved extractPages',
      'approved workflow task 3',
      'approved publish',
      'approved workflow task 4',
      'cancelled workflow task 1',
      'cancelled extractPages',
      'cancelled workflow task 2',
      'cancelled revokeEmbeddings',
      'cancelled workflow task 3',
    ]);
    expect(tests.flatMap(({ points }) => points)).to.have.length(60);
    expect(tests.flatMap(({ points }) => points.flatMap(({ results }) => results))).to.have.length(120);
  });

  it('are the same test in every exploration of the same workflow, and another one where it is sabotaged', () => {
    const one = testIdentity(sample, 'approved', 'publish');
    expect(testIdentity(sampleExploration({ seed: 8, runId: 'other' }), 'approved', 'publish')).to.equal(one);
    expect(testIdentity(sample, 'cancelled', 'publish')).not.to.equal(one);
    expect(testIdentity(sampleExploration({ sabotage: 'checkpoint-early' }), 'approved', 'publish')).not.to.equal(one);
  });

  it('fail where work went wrong, are broken where anything proved nothing, and pass only where all is valid', () => {
    const kinds = tests.map((test) => {
      const error = errorOfStepTest(test);
      return error === null ? 'passed' : error instanceof VerdictError ? 'failed' : 'broken';
    });
    const [passed, failed, broken] = ['passed', 'failed', 'broken'];
    const ofApproved = [passed, broken, passed, failed, passed, failed, passed];
    expect(kinds).to.deep.equal([...ofApproved, passed, passed, passed, failed, failed]);
  });

  it('are broken where a point has no result, or where there is no point', () => {
    const [first] = stepTestsOf(approved, { results: [] });
    const error = errorOfStepTest(first ?? { points: [] });
    expect(error).to.be.instanceOf(BrokenRunError);
    expect(error?.message).to.match(
      /^Unknown: no-result: ingestDocument\/approved\/workflow task 1\/handed-out: it was never/,
    );
    expect(errorOfStepTest({ points: [] })?.message).to.equal('Unknown: there was no point');
  });

  it('name each wrong point with what happened, as expected and actual', () => {
    const publish = tests.find(({ step }) => step === 'publish');
    const error = errorOfStepTest(publish ?? { points: [] }) as VerdictError;
    const point = 'ingestDocument/approved/publish';
    expect(error.expected.split('\n')).to.deep.equal([
      `${point}/outside 1/reply · crash: valid`,
      `${point}/outside 1/reply · lost answer: valid`,
      `${point}/completion/request · crash: valid`,
    ]);
    expect(error.actual).to.include('before its completion was recorded: applied twice');
  });

  it('have an error for every state that is not valid', () => {
    for (const result of sample.results) {
      const error = errorOfResult(result);
      if (result.state === 'valid') expect(error).to.equal(null);
      else if (result.state === 'invalid') expect(error).to.be.instanceOf(VerdictError);
      else expect(error?.message).to.match(/^Unknown: (unproved|unreachable|time-limit): /);
    }
  });
});

describe('the test of the exploration itself', () => {
  const message = (changes: Parameters<typeof sampleExploration>[0]): string | undefined =>
    errorOfWhole(goodExploration(changes))?.message;

  it('passes where nothing speaks against the whole: failing points have separate tests', () => {
    expect(errorOfWhole(goodExploration())).to.equal(null);
    expect(errorOfWhole(sample)).to.equal(null);
  });

  it('fails or is broken by findings, errors, an interruption and disagreements', () => {
    const finding = { check: 'fault-landed', summary: 'None.', exhibits: [] };
    expect(message({ findings: [{ ...finding, verdict: 'invalid' }] })).to.equal('Invalid: fault-landed: None.');
    expect(message({ findings: [{ ...finding, verdict: 'unknown' }] })).to.equal('Unknown: fault-landed: None.');
    expect(message({ errors: [{ code: 'CHAOS_INTERNAL', message: 'Oh.' }] })).to.equal('CHAOS_INTERNAL: Oh.');
    expect(message({ interrupted: true })).to.match(/^CHAOS_INTERRUPTED: /);
    const disagreements = [{ point: 'p', action: 'crash', front: 'valid', alone: 'invalid' }];
    expect(message({ audit: { candidates: 9, chosen: 1, audited: 1, disagreements } })).to.match(
      /^Unknown: p \(crash\): valid in the front/,
    );
  });

  it('never passes where the verdict is no success and no point says why', () => {
    expect(message({ verdict: 'unknown' })).to.equal('Unknown: the whole was judged unknown');
    expect(message({ verdict: 'valid', results: [] })).to.equal('Unknown: no point was explored');
    expect(message({ verdict: 'valid', results: [], cases: [] })).to.equal('Unknown: no point was explored');
  });
});
