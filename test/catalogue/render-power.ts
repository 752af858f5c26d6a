import { catches, proofs, sabotageNames } from './power.ts';
import type { Tier } from './tier.ts';

/** The commands, from the quickest to the one that proves most: each proves what those before it prove. */
const commands = ['`npm test`', '`.ci/run`', '`npm run test:full`'] as const;
/** The first command that proves what has a tier. */
const firstOf = { test: 0, ci: 1, docker: 1, full: 2 } as const satisfies Readonly<Record<Tier, number>>;

const intro = `# What which command proves

Made by \`node test/catalogue/write-power.ts\` from the lists that the tests are made of; a test compares the two. \`.ci/run\`
is \`npm test\` with more runs, the package and the Docker part; \`npm run test:full\`, which runs every night, is both with all that takes long.`;

/** The text of test/POWER.md. */
export function renderPower(): string {
  return [intro, sabotageTable(), ...Object.keys(proofs).map(proofTable)].join('\n\n').concat('\n');
}

function sabotageTable(): string {
  const rows = sabotageNames.map((name) => {
    const ours = catches.filter(({ sabotage }) => sabotage === name);
    const whats = commands.map((_, index) =>
      ours.filter(({ tier }) => firstOf[tier] === index).map(({ what }) => what),
    );
    return [name, ...whats.map((list) => [...new Set(list)].join('; '))];
  });
  const header = ['sabotage', commands[0], `beside it ${commands[1]}`, `beside both ${commands[2]}`];
  return `## What catches each sabotage\n\n${table([header, ...rows])}`;
}

function proofTable(group: string): string {
  const rows = (proofs[group] ?? []).map(({ what, tier }) => [what, ...marks(tier)]);
  return `## ${group}\n\n${table([['what', ...commands], ...rows])}`;
}

/** A table as the formatter leaves it: every column as wide as its widest cell. */
function table([header = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = header.map((_, column) =>
    Math.max(3, ...[header, ...rows].map((cells) => cells[column]?.length ?? 0)),
  );
  const rule = widths.map((width) => '-'.repeat(width));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [header, rule, ...rows].map(line).join('\n');
}

function marks(from: Tier): readonly string[] {
  return commands.map((_, index) => (index >= firstOf[from] ? 'yes' : '–'));
}
