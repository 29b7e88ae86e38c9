/** How an example message is labelled: for "unclear" one question is right. */
type ExampleLabel = 'emergency' | 'urgent' | 'unclear' | 'harmless';

const LOUDNESS: Readonly<Record<ExampleLabel, number>> = {
  emergency: 1,
  urgent: 1,
  unclear: 0.5,
  harmless: 0,
};

/** How much a class counts as a red flag, 0 to 1. */
export function loudnessOf(name: string): number {
  const label = name.split(':')[0] ?? '';
  return isLabel(label) ? LOUDNESS[label] : 0;
}

function isLabel(word: string): word is ExampleLabel {
  return Object.hasOwn(LOUDNESS, word);
}

/** A class of fewer examples than this is too small to learn, and joins the other small ones of its label. */
const FEWEST_EXAMPLES = 15;

/**
 * The class that each example is trained as: its label with the red flag, or the kind of harmless message, that it is
 * about. Many small classes let one word speak for one red flag and against another; docs/decisions/0019.
 */
export function classesOf(
  examples: readonly { readonly label: ExampleLabel; readonly about: string }[],
): string[] {
  const names = examples.map(({ label, about }) => (label === 'unclear' ? label : `${label}:${about}`));
  const sizes = new Map<string, number>();
  for (const name of names) sizes.set(name, (sizes.get(name) ?? 0) + 1);
  return names.map((name, index) =>
    (sizes.get(name) ?? 0) < FEWEST_EXAMPLES ? `${examples[index]?.label}:other` : name,
  );
}
