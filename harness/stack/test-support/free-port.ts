import { PortPicker } from '../port-picker.ts';

const picker = new PortPicker({});

/** A port that no server listens on, that no outgoing connection can take, and that no other call gets. */
export async function freePort(): Promise<number> {
  return picker.pick();
}
