/** What a good system is run under. */
interface Setting {
  /** Whether the faults of the scenario strike. */
  readonly fault: boolean;
  /** Whether the machine is kept busy meanwhile. */
  readonly busy: boolean;
}

/** Every setting by its name. */
export const settings = {
  fault: { fault: true, busy: false },
  'busy-fault': { fault: true, busy: true },
  'no-fault': { fault: false, busy: false },
  'busy-no-fault': { fault: false, busy: true },
} as const satisfies Readonly<Record<string, Setting>>;

/** The name of a setting. */
export type SettingName = keyof typeof settings;

/** The names, in the order in which tables show them. */
export const settingNames = Object.keys(settings) as readonly SettingName[] as readonly [SettingName, ...SettingName[]];
