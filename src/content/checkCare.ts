import type { ContentReader } from './ContentReader';
import type { Topic } from './types';

const AMOUNT =
  /\b\d[\d.,]*\s?(?:mg|milligrams?|mcg|micrograms?|ml|milliliters?|grams?|gy|gray|tablets?|pills?)\b/i;
const SHARE_OR_LIFE =
  /\d[\d.,]*\s?(?:%|percent)|\b(?:\d+|one|two|three|six) (?:days?|weeks?|months?|years?) (?:to live|left)\b|\b(?:live|survive)d? (?:for )?(?:about |up to |only )?\d+ /i;
const HELPER =
  /\b(?:care team|cancer team|your team|doctors?|nurses?|surgeons?|pharmacists?|therapists?|911)\b/i;

/** Holds a topic to the care that its risk asks for: no doses anywhere, and more where words can harm or hurt. */
export function checkCare(reader: ContentReader, file: string, { answer, sections, risk }: Topic): void {
  const parts = [{ heading: '', text: answer }, ...sections];
  for (const { heading, text } of parts) {
    const amount = AMOUNT.exec(text)?.[0];
    if (amount !== undefined) reader.report('dose', file, heading, `"${amount}" is a dose`, amount);
    const figure = risk === 'sensitive' ? SHARE_OR_LIFE.exec(text)?.[0] : undefined;
    if (figure !== undefined)
      reader.report('figure', file, heading, `"${figure}" can be read as a fate`, figure);
  }
  if (risk === 'caution' && !parts.some(({ text }) => HELPER.test(text)))
    reader.report('whom-to-ask', file, '', 'neither the answer nor a section says whom to ask');
}
