/** The label that names the run of an Allure result. */
export const RUN_LABEL = 'run';

/** The label that names the exploration of an Allure result; a scenario's result has none. */
export const EXPLORATION_LABEL = 'exploration';
