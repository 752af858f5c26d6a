import { globSync } from 'node:fs';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { expect } from 'chai';
import { createProgram } from '../../harness/cli/program.ts';
import { errorCodes } from '../../harness/errors.ts';
import { at, documents, textOf } from './documents.ts';
import { cellsOf, paragraphsOf, proseOfSource, sentencesOf, wordsIn, wordsToAvoid } from './prose.ts';

/** Sources whose comments and texts obey the word list. */
const styledSources: readonly string[] = [
  'tools/docs/**/*.ts',
  'harness/**/*.ts',
  'scenarios/**/*.ts',
  'system-under-test/**/*.ts',
  'chaos.config.ts',
];

const AVERAGE_WORDS = 18;
const MOST_WORDS = 25;

// A changelog is history: it keeps the words of its time.
const current = [...documents.filter((path) => path !== 'CHANGELOG.md'), 'system-under-test/README.md'];

interface Text {
  readonly where: string;
  readonly pieces: readonly string[];
}

const texts: readonly Text[] = [
  ...current.map((path) => ({ where: path, pieces: [...sentences(path), ...cellsOf(textOf(path))] })),
  ...everyCommand(createProgram()).map((command) => ({
    where: `${command.name()} --help`,
    pieces: helpOf(command).split('\n'),
  })),
  { where: 'errorCodes', pieces: Object.values(errorCodes).map(({ means }) => means) },
  ...globSync(styledSources, at()).map((path) => ({ where: path, pieces: proseOfSource(textOf(path)) })),
];

describe('the style', () => {
  for (const { where, pieces } of texts) {
    it(`${where} has none of the words to avoid`, () => {
      expect(pieces.flatMap(wordsFound)).to.deep.equal([]);
    });
  }

  for (const path of current) {
    it(`${path} has sentences of at most ${MOST_WORDS} words, ${AVERAGE_WORDS} on average`, () => {
      const all = sentences(path);
      expect(all.filter((sentence) => wordsIn(sentence) > MOST_WORDS)).to.deep.equal([]);
      const average = all.reduce((sum, sentence) => sum + wordsIn(sentence), 0) / Math.max(1, all.length);
      expect(average).to.be.at.most(AVERAGE_WORDS);
    });
  }

  it('has no time where nothing was waited for, in any source', () => {
    const sources = globSync(['harness/**/*.ts', 'tools/**/*.ts', 'system-under-test/**/*.ts'], at());
    expect(sources.filter((path) => /\bafter 0 ms\b/.test(textOf(path)))).to.deep.equal([]);
  });
});

describe('the reading of prose', () => {
  it('skips code, tables, headings and pictures, and takes list items alone', () => {
    const markdown =
      '# Head\n\nOne `a b c` two\nthree.\n\n- Four [five](x.md) six.\n- Seven.\n\n```\ncode\n```\n\n| a | b |\n';
    expect(paragraphsOf(markdown)).to.deep.equal(['One Code two three.', 'Four five six.', 'Seven.']);
    expect(cellsOf(markdown)).to.deep.equal(['a', 'b']);
  });

  it('ends a sentence at its full stop, and not at that of an abbreviation or a number', () => {
    expect(sentencesOf('It took 2.5 s, e.g. Linux. Then (see below) it ended. `x` is next: It goes on.')).to.deep.equal(
      ['It took 2.5 s, e.g. Linux.', 'Then (see below) it ended.', '`x` is next:', 'It goes on.'],
    );
    expect(wordsIn('one – two, three → 4 ·')).to.equal(4);
  });

  it('finds comments and texts of sources', () => {
    const source = "/** Told of\n * it. */\nconst a = 'to mend it'; // as ever\nconst b = 'key';";
    expect(proseOfSource(source).flatMap(wordsFound)).to.have.length(3);
  });
});

function wordsFound(piece: string): readonly string[] {
  return wordsToAvoid.flatMap(([word, instead]) => {
    const [found] = word.exec(piece) ?? [];
    return found === undefined ? [] : [`"${found}" (write: ${instead}) in: ${piece}`];
  });
}

function sentences(path: string): readonly string[] {
  return paragraphsOf(textOf(path)).flatMap(sentencesOf);
}

function everyCommand(command: CommandUnknownOpts): readonly CommandUnknownOpts[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

function helpOf(command: CommandUnknownOpts): string {
  let help = '';
  command.configureOutput({ writeOut: (text) => void (help += text), getOutHelpWidth: () => 1000 }).outputHelp();
  return help;
}
