import { eachDockerScenario, isOfWorkers } from './each-docker-scenario.ts';

describe('each scenario that strikes a server or a link of one, on the Docker stack', () =>
  eachDockerScenario((scenario) => !isOfWorkers(scenario)));
