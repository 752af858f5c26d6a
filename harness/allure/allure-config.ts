import { messageStarts } from '../reporting/run/verdict-error.ts';
import { EXPLORATION_LABEL } from './labels.ts';

/** The folders of one generation of the report, and its contents. */
export interface AllureReport {
  readonly output: string;
  readonly historyPath: string;
  /** Whether explorations are among the results. */
  readonly hasExplorations: boolean;
}

/**
 * How Allure makes the report: one file that opens on the scenarios, with broken results sorted by their cause.
 *
 * @remarks Allure collapses a group in which everything passed. A result without the label that groups stands open, so a
 * scenario is one line beside the group of each exploration. If no result has that label, Allure would group by file.
 */
export function allureConfig({ output, historyPath, hasExplorations }: AllureReport): object {
  const groupBy = [hasExplorations ? EXPLORATION_LABEL : 'story'];
  const options = { singleFile: true, reportName: NAME, reportLanguage: 'en', groupBy };
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
