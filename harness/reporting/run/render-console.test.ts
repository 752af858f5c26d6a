import { expect } from 'chai';
import { manyLost, sampleFinding, sampleReport } from '../../../test/samples/sample-report.ts';
import type { Report } from '../../model/report.ts';
import { renderConsole } from './render-console.ts';

const folder = 'reports/runs/worker-kill/20261122-120000-7';
const rule = '━'.repeat(116);

describe('renderConsole', () => {
  it('says in one block what was done, what was proved, with which numbers, where, and how to repeat it', () => {
    const text = renderConsole(sampleReport(), { colour: false, folder, allure: 'reports/allure/index.html' });
    expect(text.split('\n')).to.deep.equal([
      rule,
      '  ✓  V A L I D   worker-kill · seed 7 · 11.7 s',
      '     the hypothesis held under the fault',
      rule,
      '  done        20 workflows of documents on the embedded stack',
      '              worker-kill (kill-1) on worker-1 landed: 1 cause witness, 1 effect witness',
      '  claim       A worker that dies in the middle of an activity loses no document and repeats no side effect.',
      '  judged      ✓ every-workflow-completes  20 of 20 workflows ended as expected.',
      '              ✓ side-effects-once         160 expected effects were each applied once; 20 repeats were absorbed.',
      '              ✓ recovers-within-bound     10 units of work recovered, the slowest in 2608 ms of 5900 ms.',
      '              ✓ fault-landed              1 of 1 fault landed: 1 cause witness, 1 effect witness.',
      '  numbers     20 workflows · 660 events · 80 checkpoints · 160 effects applied, 20 deduplicated',
      '              410 calls · 20 replays · recovery 2.6 s, within the bound of 5.9 s (extractPages of document-01)',
      '  report      reports/runs/worker-kill/20261122-120000-7/report.md',
      '              reports/allure/index.html',
      '  repeat      npm run scenario worker-kill -- --seed 7',
      rule,
      '',
    ]);
  });

  it('shows what was violated, what could not be told, what was not judged, and errors with their code', () => {
    const report = sampleReport({
      findings: [
        sampleFinding('side-effects-once', 'invalid', '2 of 160 effects were applied more than once.'),
        sampleFinding('replays-deterministically', 'unknown', 'The replays book is unavailable: no bundle.'),
      ],
      notJudged: ['checkpoints: the subject keeps none'],
      errors: [{ code: 'CHAOS_PHASE_TIMEOUT', message: 'Expected the phase recovery to end within 90 ms.' }],
    });
    const lines = renderConsole(report, { colour: false, folder }).split('\n');
    expect(lines[1]).to.equal('  ✗  I N V A L I D   worker-kill · seed 7 · 11.7 s');
    expect(lines).to.include.members([
      '  judged      ✗ side-effects-once          2 of 160 effects were applied more than once.',
      '              ? replays-deterministically  The replays book is unavailable: no bundle.',
      '  not judged  checkpoints: the subject keeps none',
      '  errors      CHAOS_PHASE_TIMEOUT Expected the phase recovery to end within 90 ms.',
    ]);
  });

  it('shows a few of hundreds of violations, each kind with its usual cause, and where the check is explained', () => {
    const docsAt = (docs: string): string => `node_modules/durable-chaos/${docs}`;
    const text = renderConsole(sampleReport({ findings: [manyLost] }), { colour: false, folder, docsAt });
    const lines = text.split('\n');
    const at = lines.findIndex((line) => line.startsWith('  wrong'));
    expect(lines.slice(at, at + 10)).to.deep.equal([
      '  wrong       side-effects-once',
      '                lost (300), usually caused by work that is recorded as done before it is done, or an error that an',
      '                    activity swallows',
      '                  document-0, publish, attempt 1: It was applied 0 times (expected 1, got 0).',
      '                  document-1, publish, attempt 1: It was applied 0 times (expected 1, got 0).',
      '                  document-2, publish, attempt 1: It was applied 0 times (expected 1, got 0).',
      '                  and 297 more',
      '                doubled (1), usually caused by a retried request without an idempotency key, or with a key that',
      '                    differs from attempt to attempt',
      '                  document-7, publish, attempt 1: It was applied 0 times (expected 1, got 2).',
    ]);
    expect(text).to.include('node_modules/durable-chaos/docs/reference/checks.md#side-effects-once');
    expect(lines.length).to.be.lessThan(40);
  });

  it('never lets a run without a fault, a finding or a sound harness look like a proof', () => {
    const options = { colour: false, folder };
    const noFault = 'nothing struck, so nothing was put to the test';
    const unproved = sampleFinding('replays-deterministically', 'unknown', 'No bundle.');
    expect(renderConsole(sampleReport({ landings: [] }), options))
      .to.include(`${noFault}; every other check held`)
      .and.include('no fault was planned');
    expect(renderConsole(sampleReport({ landings: [], findings: [unproved] }), options)).to.include(
      `${noFault}; unknown too: replays-deterministically`,
    );
    const errors = [{ code: 'CHAOS_INTERNAL', message: 'x' }];
    expect(renderConsole(sampleReport({ errors }), options)).to.include('but the harness itself failed');
    const nothing = renderConsole(sampleReport({ findings: [] }), options);
    expect(nothing).to.include('?  U N K N O W N').and.include('? no check was run');
  });

  it('never says that the hypothesis held if something was not judged, but names that', () => {
    const notJudged = ['book: effects', 'check: side-effects-once', 'check: progress-resumed', 'check: own'];
    const text = renderConsole(sampleReport({ notJudged }), { colour: false, folder });
    expect(text).not.to.include('the hypothesis held');
    expect(text.replaceAll(/\n {5,}/g, ' ')).to.include(
      "the plan's checks held under the fault; not judged: book: effects, side-effects-once, progress-resumed and 1 more",
    );
  });

  it('says in its headline what was judged, by whose expectation, and what was not, and never that all held', () => {
    const expectations: Report['expectations'] = [
      { of: 'completion', from: 'given' },
      { of: 'payloads', from: 'given', share: '1 of 2 effects' },
      { of: 'recovery', from: 'system' },
      { of: 'rows', from: 'not-judged' },
    ];
    const notJudged = ['check: rows-as-expected', 'book: checkpoints', 'check: own'];
    const text = renderConsole(sampleReport({ expectations, notJudged }), { colour: false, folder });
    expect(text.split('\n').slice(2, 4)).to.deep.equal([
      '     held under the fault for completion, payloads of 1 of 2 effects (given); recovery (by its own timeouts and',
      '         records); not judged: rows, own',
    ]);
    const whole = renderConsole(sampleReport({ expectations: expectations.slice(0, 1) }), { colour: false, folder });
    expect(whole).to.include('     the hypothesis held under the fault\n');
    const findings = [sampleFinding('own', 'invalid', 'Wrong.')];
    expect(renderConsole(sampleReport({ expectations, findings }), { colour: false, folder })).to.include(
      '  rests on    completion, payloads of 1 of 2 effects (given); recovery',
    );
  });

  it('says of a fault whom it struck, and not who felt it', () => {
    const [landing] = sampleReport().landings;
    if (landing === undefined) throw new Error('Expected a landing.');
    const witnesses = landing.witnesses.map((one) => ({
      ...one,
      component: one.sort === 'cause' ? 'temporal' : 'worker-2',
    }));
    const report = sampleReport({ landings: [{ ...landing, fault: 'temporal-kill', witnesses }] });
    expect(renderConsole(report, { colour: false, folder })).to.include('temporal-kill (kill-1) on temporal landed');
  });

  it('keeps every line within 116 columns and colours only what it was asked to', () => {
    const long = sampleFinding('side-effects-once', 'invalid', 'page 2 of document-01 was applied twice, '.repeat(9));
    const report = sampleReport({ findings: [long] });
    const plain = renderConsole(report, { colour: false, folder });
    expect(Math.max(...plain.split('\n').map((line) => line.length))).to.be.at.most(116);
    const escapes = new RegExp(String.raw`\u001b\[\d+m`, 'g');
    const coloured = renderConsole(report, { colour: true, folder });
    expect(plain).not.to.match(escapes);
    expect(coloured).to.match(escapes);
    expect(coloured.replaceAll(escapes, '')).to.equal(plain);
  });
});
