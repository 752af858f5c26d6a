import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { askDaemon } from '../../daemon/ask-daemon.ts';
import { daemonPlaces, recordOfUp } from '../../daemon/daemon-record.ts';
import { asTyped } from '../../model/as-typed.ts';
import { exitCodes } from '../../model/exit-code.ts';
import { describeFaults, leaseLeftMs } from '../terminal/describe-faults.ts';
import { say } from '../terminal/output.ts';

const examples = asTyped(`
Examples:
  npm run chaos -- faults
  npm run -s chaos -- faults --json`);

/** The verb `faults`: what is in force now on the stack that is up. */
export function faultsCommand(): CommandUnknownOpts {
  return new Command('faults')
    .description(
      'Show the faults in force on the running stack: id, target, since when, and what is left of the lease.',
    )
    .option('--json', 'print JSON')
    .addHelpText('after', examples)
    .allowExcessArguments(false)
    .action(async (flags: { readonly json?: true }) => {
      const record = await recordOfUp(daemonPlaces(process.cwd()));
      const { faults } = await askDaemon(record, { verb: 'faults' });
      const nowMs = Date.now();
      const rows = faults.map((fault) => ({ ...fault, leaseLeftMs: leaseLeftMs(fault, nowMs) }));
      if (flags.json === true) say(JSON.stringify(rows, null, 2));
      else for (const line of describeFaults(faults, nowMs)) say(line);
      process.exitCode = exitCodes.valid;
    });
}
