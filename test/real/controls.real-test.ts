import { isDeployment } from '../catalogue/wanted-run.ts';
import { itsControls } from './its-controls.ts';

describe("each scenario's negative control", () => {
  itsControls('embedded', ({ scenario }) => !isDeployment(scenario));
});
