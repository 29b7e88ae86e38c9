/** Words that content may leave open for the operator's organization: `{mainPhone}` and the like. */
export type Slots = Readonly<Record<string, string>>;

/**
 * Puts the organization's words into a text.
 *
 * @param unknown - called with the name of each slot that does not exist.
 */
export function fillSlots(text: string, slots: Slots, unknown: (slot: string) => void): string {
  return text.replace(/\{(\w+)\}/g, (whole, slot: string) => {
    const value = slots[slot];
    if (value === undefined) unknown(slot);
    return value ?? whole;
  });
}

/** Joins a list the way a person says it: "a", "a and b", "a, b, and c". */
export function spokenList(items: readonly string[]): string {
  if (items.length <= 2) return items.join(' and ');
  return `${items.slice(0, -1).join(', ')}, and ${items.at(-1)}`;
}
