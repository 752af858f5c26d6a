import { expect } from 'chai';
import { goodExploration, sampleExploration } from '../../../test/samples/sample-exploration.ts';
import { renderExplorationConsole } from './render-exploration-console.ts';
import { renderExplorationMarkdown } from './render-exploration-markdown.ts';

const options = { colour: false, places: ['reports/x/coverage-map.html'], folder: 'reports/x' };
const rule = '━'.repeat(116);

describe('renderExplorationConsole', () => {
  const text = renderExplorationConsole(sampleExploration(), options);

  it('says all of a good one in a few lines', () => {
    expect(renderExplorationConsole(goodExploration(), options).split('\n')).to.deep.equal([
      rule,
      '  ✓  ingestDocument · 2 cases · 60 points · 60 explored (100 %) · 0 lost · 0 doubled · 0 stuck · 48.2 s',
      '     valid: at each of 60 points the work was done once, and the workflow reached the same end',
      '     crash, lose-answer at depth 1 on the embedded stack, seed 7, time limit 1 min 00 s',
      rule,
      '  case       points  explored    failing  lost  doubled  stuck  not explored',
      '  approved   37      37 (100 %)  0        0     0        0      0',
      '  cancelled  23      23 (100 %)  0        0     0        0      0',
      '',
      '  audit: 3 of 3 chosen strikes run again alone (116 in fronts), 0 disagreements',
      '  163 ms a strike (120 in all) · 2 fronts of at most 40, longest hold 412 ms',
      '  reports/x/coverage-map.html',
      '  npm run explore ingestDocument -- --seed 7',
      rule,
      '',
    ]);
  });

  it('says below the verdict what it does not cover, in both texts', () => {
    const partly = goodExploration({ notJudged: ['check: replays (no replayer)'] });
    expect(renderExplorationConsole(partly, options).split('\n')[4]).to.equal(
      '     not judged: check: replays (no replayer)',
    );
    expect(renderExplorationMarkdown(partly)).to.include('## Not judged\n\n- check: replays (no replayer)');
  });

  it('shows for each failing point what happened, where it is in the code, how to repeat it, and its evidence', () => {
    const lines = text.split('\n');
    const at = lines.findIndex((line) => line.includes('✗ ingestDocument/approved/publish/completion/request'));
    expect(lines.slice(at, at + 7)).to.deep.equal([
      '  ✗ ingestDocument/approved/publish/completion/request · work done twice',
      '    crash after `publish` had been applied and before its completion was recorded: applied twice',
      '    side-effects-once: 1 of 4 effects was applied twice: publish.',
      '    struck by  crash, in front 1, the call held for 152 ms before',
      '    source     activities/publish.ts:21',
      "    repeat     npm run explore ingestDocument -- --seed 7 --action crash --point 'ingestDocument/approved/publish/completion/request'",
      '    evidence   reports/x/points/approved-32-crash/',
    ]);
    expect(lines.filter((line) => line.startsWith('  ✗ ingestDocument/'))).to.have.length(6);
  });

  it('lists what was not explored by reason, and the headline again at the end', () => {
    expect(text).to.include('? 1 unproved: nothing shows').and.include('? 2 not run: the time limit came first');
    expect(text).to.include('heartbeat page 2/request · crash: not reached in 1 front and 3 tries alone');
    expect(text.split('\n').at(-3)).to.equal(text.split('\n')[1]);
  });

  it('says how many values are compared with those of the references, and how many are not judged', () => {
    const withValues = (compared: number, differing: number): string => {
      const cases = goodExploration().cases.map((one) => ({ ...one, values: { compared, differing } }));
      return renderExplorationConsole(goodExploration({ cases }), options);
    };
    expect(withValues(40, 3)).to.include(
      '  80 values compared with those of the references, 6 not judged in which the references differ',
    );
    expect(withValues(0, 3)).to.include('  values are not judged: there is none in which the references agree');
  });

  it('shows the first of many, and says how many more there are and where', () => {
    const sample = sampleExploration();
    const many = (state: 'invalid' | 'unproved'): string =>
      renderExplorationConsole({ ...sample, results: sample.results.map((one) => ({ ...one, state })) }, options);
    const wrong = many('invalid');
    expect(wrong.match(/^ {2}✗ ingestDocument\//gm)).to.have.length(26);
    expect(wrong).to.include('✗ and 94 more results with otherwise wrong, all in reports/x/exploration.json');
    expect(many('unproved')).to.include('    and 115 more, all in exploration.json');
    expect(renderExplorationConsole({ ...sample, results: [] }, options)).to.include('? 60 never struck');
  });

  it('shows disagreements, findings and errors, and colours only where asked to', () => {
    const disagreements = [{ point: 'p', action: 'crash', front: 'valid', alone: 'invalid' }];
    const bad = goodExploration({
      verdict: 'unknown',
      interrupted: true,
      audit: { candidates: 9, chosen: 1, audited: 1, disagreements },
      findings: [{ check: 'nothing-left', verdict: 'invalid', summary: 'One is.', exhibits: [] }],
      errors: [{ code: 'CHAOS_INTERNAL', message: 'Oh.' }],
    });
    const shown = renderExplorationConsole(bad, options);
    expect(shown).to.include('✗ p · crash: valid in the front, invalid alone').and.include('CHAOS_INTERNAL Oh.');
    expect(shown).to.include('✗ nothing-left: One is.').and.include('unknown (interrupted): ');
    expect(shown).not.to.include('\u001b[');
    expect(renderExplorationConsole(bad, { ...options, colour: true })).to.include('\u001b[33m');
  });
});

describe('renderExplorationMarkdown', () => {
  it('has the headline, the cases, every failing and every open point, and how to repeat it', () => {
    const sample = sampleExploration();
    const text = renderExplorationMarkdown(sample);
    expect(text).to.match(/^# ✗ ingestDocument · 2 cases · 60 points/);
    expect(text).to.include('| approved | 37 | 35 (94 %) | 3 | 0 | 3 | 0 | 2 |');
    expect(text.match(/^### ingestDocument\//gm)).to.have.length(6);
    for (const { state, point, reproduce } of sample.results) {
      if (state === 'valid') continue;
      expect(text).to.include(point);
      if (state === 'invalid') expect(text).to.include(`\`\`\`sh\n${reproduce}\n\`\`\``);
    }
    expect(text).to.include('1 of 3 expected checkpoints &lt;withdrawn> is missing.');
  });

  it('has no sections of what there is none of', () => {
    const text = renderExplorationMarkdown(goodExploration());
    expect(text).not.to.match(/went wrong|not explored$|speaks against/m);
  });
});
