import { faults } from '../../../harness/faults/index.ts';
import { limitsOf, type Parameter, parametersOf } from '../../../harness/model/parameters.ts';
import { table } from '../table.ts';

/** Every parameter of every fault: its default and its limits, as its schema has them. */
export function faultParameterTable(): string {
  const rows = faults.flatMap(({ name, params }) =>
    parametersOf(params).map((parameter) => [
      `\`${name}\``,
      `\`${parameter.name}\``,
      `\`${JSON.stringify(parameter.byDefault)}\``,
      rangeOf(parameter),
    ]),
  );
  return table(['fault', 'parameter', 'default', 'may be'], rows);
}

function rangeOf(parameter: Parameter): string {
  const { type, choices } = parameter;
  if (choices !== null)
    return choices.map((one) => `\`${typeof one === 'string' ? one : JSON.stringify(one)}\``).join(', ');
  const limits = limitsOf(parameter);
  return limits === '' ? type : `${type === 'integer' ? 'whole' : 'any'} number ${limits}`;
}
