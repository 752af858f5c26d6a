/** The label by which an Allure result is told to be that of one run. */
export const RUN_LABEL = 'run';
