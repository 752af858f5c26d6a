/** A workflow that hears nothing any more: it loops without waiting for anything. */
export async function loops(): Promise<void> {
  for (;;);
}

/** A workflow that is complete with its first task. */
export async function ends(): Promise<void> {}
