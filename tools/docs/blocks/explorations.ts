import { config } from '../../../chaos.config.ts';
import { actions } from '../../../harness/actions/index.ts';
import { code, table } from '../table.ts';

/** Every action of explorations. */
export function actionTable(): string {
  const rows = actions.map(({ name, summary }) => [`\`${name}\``, summary]);
  return table(['action', 'what it does at a crash point'], rows);
}

/** The workflows that can be explored, with their cases. */
export function explorationTable(): string {
  const rows = Object.entries(config.explorations ?? {}).map(([workflow, { subject, cases }]) => {
    return [`\`${workflow}\``, `\`${subject}\``, code(Object.keys(cases))];
  });
  return table(['workflow', 'subject', 'cases'], rows);
}
