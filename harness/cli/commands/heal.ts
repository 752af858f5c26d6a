import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { askDaemon } from '../../daemon/ask-daemon.ts';
import type { FaultRow } from '../../daemon/daemon-api.ts';
import { daemonPlaces, recordOfUp } from '../../daemon/daemon-record.ts';
import { HarnessError } from '../../errors.ts';
import { asTyped } from '../../model/as-typed.ts';
import { exitCodes } from '../../model/exit-code.ts';
import { clockTime } from '../terminal/describe-faults.ts';
import { say } from '../terminal/output.ts';

const examples = asTyped(`
Examples:
  npm run heal
  npm run heal -- worker-kill-1`);

const healers: Readonly<Record<NonNullable<FaultRow['healedBy']>, string>> = {
  lease: 'at the end of its lease',
  user: 'by hand',
  down: 'with the stack',
};

/** The verb `heal`: heals faults that `inject` put in force, before the end of their leases. */
export function healCommand(): CommandUnknownOpts {
  return new Command('heal')
    .description('Heal one fault that inject has put in force, or all of them, now.')
    .argument('[id]', 'the id that inject printed, such as worker-kill-1; without it, all faults heal')
    .option('--all', 'heal all faults; the default without an id')
    .option('--json', 'print JSON')
    .addHelpText('after', examples)
    .allowExcessArguments(false)
    .action(run);
}

async function run(id: string | undefined, flags: { readonly all?: true; readonly json?: true }): Promise<void> {
  if (id !== undefined && flags.all === true) {
    throw new HarnessError('CHAOS_USAGE', asTyped(`Give an id or --all, not both. Run: npm run heal -- ${id}`));
  }
  const record = await recordOfUp(daemonPlaces(process.cwd()));
  const answer = await askDaemon(record, { verb: 'heal', ...(id === undefined ? {} : { id }) });
  if (flags.json === true) say(JSON.stringify(answer, null, 2));
  else {
    for (const row of answer.healed) say(`${row.id} is healed.`);
    if (answer.before !== null) say(describeBefore(answer.before));
    if (answer.healed.length === 0 && answer.before === null) say('No fault is in force.');
  }
  process.exitCode = exitCodes.valid;
}

function describeBefore({ id, healedAt, healedBy }: FaultRow): string {
  const when = healedAt === null ? '' : `, at ${clockTime(healedAt)}`;
  return `${id} was healed already${when}${healedBy === null ? '' : ` ${healers[healedBy]}`}.`;
}
