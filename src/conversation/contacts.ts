/** What stands in for a contact detail. */
const REMOVED = '[removed]';

/**
 * Forms in which people write down how to find them. Each is bounded, so that hostile text costs no more time
 * than any other. Names and addresses cannot be told from other words; the question asks to leave them out.
 */
const CONTACTS: readonly RegExp[] = [
  // E-mail addresses and web addresses.
  /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g,
  /\b(?:https?:\/\/|www\.)\S{1,200}/gi,
  // Social handles.
  /(?<!\w)@\w{2,30}/g,
  // Dates such as a birth date.
  /\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b\d{4}-\d{1,2}-\d{1,2}\b/g,
  // Phone, social security and record numbers: six digits or more, in groups or not.
  /\+?\(?\d(?:[\s().-]{0,2}\d){5,17}/g,
];

/**
 * A visitor's words without phone numbers, addresses on the net, birth dates and record numbers.
 *
 * @param instead - what stands where they were.
 */
export function withoutContacts(words: string, instead = REMOVED): string {
  return CONTACTS.reduce((rest, form) => rest.replace(form, instead), words);
}
