import type { Token } from '../utterance';
import type { ClassMatch } from './automaton';

/** Fever on treatment begins here. Source: CDC, Watch out for fever (100.4 F or 38 C). */
const FEVER_F = 100.4;
const FEVER_C = 38;
const HIGHEST_F = 110;
const HIGHEST_C = 43;
const WORDS = new Set([
  'fever',
  'temp',
  'temperature',
  'thermometer',
  'f',
  'c',
  'degrees',
  'fahrenheit',
  'celsius',
  'febrile',
  'chills',
  'chemo',
  'neutropenic',
  'neutropenia',
  'tempature',
  'temperture',
]);
/** Words between a number and the word that makes it a temperature. */
const NEAR = 4;

/** From here, in mg/dL, a blood sugar is a matter for the same day. Source: Mayo Clinic, Hyperglycemia in diabetes. */
const HIGH_SUGAR = 240;
const SUGAR = new Set(['sugar', 'sugars', 'glucose', 'bg']);

/** Finds blood sugars in mg/dL that are very high: "my sugar is 310". */
export function sugars(tokens: readonly Token[]): ClassMatch[] {
  return tokens.flatMap(({ word }, index): ClassMatch[] => {
    if (!/^\d{3}$/.test(word) || Number(word) < HIGH_SUGAR) return [];
    const before = tokens.slice(Math.max(0, index - NEAR), index);
    return before.some((token) => SUGAR.has(token.word))
      ? [{ name: 'high-sugar', start: index, end: index + 1 }]
      : [];
  });
}

/** Finds body temperatures at or above fever, written as "101.5", "38,5 c" or "temp of 102f". */
export function temperatures(tokens: readonly Token[]): ClassMatch[] {
  const matches: ClassMatch[] = [];
  tokens.forEach(({ word }, index) => {
    const found = /^(\d{2,3}(?:[.,]\d{1,2})?)(f|c)?$/.exec(word);
    if (found === null) return;
    const degrees = Number((found[1] ?? '').replace(',', '.'));
    const fever =
      (degrees >= FEVER_F && degrees <= HIGHEST_F) || (degrees >= FEVER_C && degrees <= HIGHEST_C);
    if (!fever) return;
    const around = tokens.slice(Math.max(0, index - NEAR), index + NEAR + 1);
    if (found[2] !== undefined || around.some((token) => WORDS.has(token.word)))
      matches.push({ name: 'high-temperature', start: index, end: index + 1 });
  });
  return matches;
}
