/** The flags of a command, as its option definitions say them; of a function that defines one. */
export type FlagsOf<Define extends () => { opts(): unknown }> = Readonly<ReturnType<ReturnType<Define>['opts']>>;
