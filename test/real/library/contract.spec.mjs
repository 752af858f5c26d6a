import { actionContract, checkContract, faultContract } from 'durable-chaos/contracts';
import { config } from './chaos.config.mjs';

for (const fault of config.faults) {
  describe(fault.name, () => {
    for (const { claim, verify } of faultContract(fault)) it(claim, verify);
  });
}
for (const check of config.checks) {
  describe(check.name, () => {
    for (const { claim, verify } of checkContract(check)) it(claim, verify);
  });
}
for (const action of config.actions) {
  describe(action.name, () => {
    for (const { claim, verify } of actionContract(action)) it(claim, verify);
  });
}
