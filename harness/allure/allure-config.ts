import { messageStarts } from '../reporting/run/verdict-error.ts';

/** Where one generation of the report reads and writes. */
export interface AllurePaths {
  readonly output: string;
  readonly historyPath: string;
}

/** How Allure is to make the report: one file, grouped by subject and scenario, what is broken sorted by why. */
export function allureConfig({ output, historyPath }: AllurePaths): object {
  const options = { singleFile: true, reportName: NAME, reportLanguage: 'en', groupBy: ['epic', 'feature'] };
  const broken = (start: string): object => ({ statuses: ['broken'], message: `^${start}` });
  return {
    name: NAME,
    output,
    historyPath,
    appendHistory: true,
    categories: [
      { name: 'Invalid: a promise was broken', matchers: { statuses: ['failed'] } },
      { name: 'Unknown: nothing proved', matchers: broken(messageStarts.unknown) },
      { name: 'Harness error', matchers: broken(messageStarts.harness) },
    ],
    plugins: { awesome: { options } },
  };
}

const NAME = 'Durable chaos';
