/** The flags of a command, as its option definitions name them; taken from the function that defines the command. */
export type FlagsOf<Define extends () => { opts(): unknown }> = Readonly<ReturnType<ReturnType<Define>['opts']>>;
