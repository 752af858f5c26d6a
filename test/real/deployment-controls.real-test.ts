import { isDeployment } from '../catalogue/wanted-run.ts';
import { itsControls } from './its-controls.ts';

describe("each deployment's negative control", () => {
  itsControls('embedded', ({ scenario }) => isDeployment(scenario));
});
