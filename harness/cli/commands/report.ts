import { join } from 'node:path';
import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { asTyped } from '../../model/as-typed.ts';
import { exitCodes } from '../../model/exit-code.ts';
import { say } from '../terminal/output.ts';

const LIMIT_MS = 120_000;

/** The verb `report`: makes the Allure page again, from the latest results of every scenario. */
export function reportCommand(): CommandUnknownOpts {
  return new Command('report')
    .description('Build reports/allure/index.html again, from the latest run of every scenario and exploration.')
    .addHelpText('after', asTyped('\nExample:\n  npm run report'))
    .allowExcessArguments(false)
    .action(async () => {
      const { buildAllureReport } = await import('../../allure/build-allure-report.ts');
      const reportsFolder = join(process.cwd(), 'reports');
      const signal = AbortSignal.timeout(LIMIT_MS);
      say(await buildAllureReport({ reportsFolder, resultsDir: null, signal }));
      process.exitCode = exitCodes.valid;
    });
}
