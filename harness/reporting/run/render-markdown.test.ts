import { expect } from 'chai';
import { manyLost, sampleFinding, sampleReport } from '../../../test/samples/sample-report.ts';
import { renderMarkdown } from './render-markdown.ts';

describe('renderMarkdown', () => {
  it('begins with the verdict, the hypothesis, the numbers and how to repeat the run', () => {
    const lines = renderMarkdown(sampleReport()).split('\n');
    expect(lines.slice(0, 20)).to.deep.equal([
      '# ✓ VALID: worker-kill, seed 7',
      '',
      '**valid**: the hypothesis held under the fault.',
      '',
      '> A worker that dies in the middle of an activity loses no document and repeats no side effect.',
      '',
      '20 workflows · 660 events · 80 checkpoints · 160 effects applied, 20 deduplicated · 410 calls · 20 replays.',
      '',
      'Repeat it with:',
      '',
      '```sh',
      'npm run scenario worker-kill -- --seed 7',
      '```',
      '',
      'The picture of the run is [timeline.svg](timeline.svg), with details in [timeline.html](timeline.html).',
      '',
      '## Findings',
      '',
      '| check | verdict | what was found |',
      '| --- | --- | --- |',
    ]);
  });

  it('shows each violation, and says how many it leaves out', () => {
    const exhibits = Array.from({ length: 22 }, (_, index) => ({ page: index + 1 }));
    const finding = { ...sampleFinding('side-effects-once', 'invalid', '22 of 160 | twice'), exhibits };
    const text = renderMarkdown(sampleReport({ findings: [finding] }));
    expect(text).to.include('| side-effects-once | ✗ invalid | 22 of 160 \\| twice |');
    expect(text).to.include('{"page":20}\n```\n\n2 more in report.json.').and.not.include('{"page":21}');
  });

  it('says of each kind what usually causes it, shows 20 of it, and links to what the check takes for wrong', () => {
    const text = renderMarkdown(sampleReport({ findings: [manyLost] }), (docs) => `../../${docs}`);
    expect(text).to.include('lost (300), usually caused by work that is recorded as done before it is done');
    expect(
      text.match(/^- document-\d+, publish, attempt 1: It was applied 0 times \(expected 1, got 0\)\.$/gm),
    ).to.have.length(20);
    expect(text).to.include('- and 280 more\n').and.include('doubled (1), usually caused by');
    const link = '[What `side-effects-once` takes for wrong](../../docs/reference/checks.md#side-effects-once).';
    expect(text).to.include(link);
  });

  it('lists the witnesses of every fault, the recovery beside its bound, the versions', () => {
    const text = renderMarkdown(sampleReport());
    const seen = 'worker-1 #1 exited by SIGKILL; no process of its tree was left.';
    expect(text).to.include(`| kill-1 | cause | process | worker-1 #1 | 5230–5234 | ${seen} |`);
    expect(text).to.include('| extractPages of document-01 | 2608 | 5900 |').and.include('| temporal | 1.31.2 |');
    const boundTerms = 'detection 2000, slot 5300, slack 2500';
    const recovery = [{ unit: 'greet of greeting-1', recoveryTimeMs: 7000, boundMs: 9800, boundTerms }];
    expect(renderMarkdown(sampleReport({ recovery }))).to.include(`| 7000 | 9800 | ${boundTerms} |`);
  });

  it('says what went wrong with the harness, and links no picture that was not made', () => {
    const errors = [{ code: 'CHAOS_STACK_NOT_READY', message: 'Expected temporal to be ready, but it died.' }];
    const text = renderMarkdown(sampleReport({ errors, phases: [], findings: [], interrupted: true }));
    expect(text).to.include('- `CHAOS_STACK_NOT_READY`: Expected temporal to be ready, but it died.');
    expect(text).to.include('No check was run: nothing was proved.').and.include('The run was interrupted.');
    expect(text).not.to.include('timeline.svg');
  });
});
