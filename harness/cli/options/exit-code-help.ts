/** The exit codes of verbs that judge, for their help. */
export const exitCodeHelp = `
Exit codes: 0 valid, 1 invalid, 2 unknown (nothing proved), 64 wrong usage, 70 the harness failed, 130 interrupted.`;
