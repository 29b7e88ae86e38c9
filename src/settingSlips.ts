/** A variable that was given, and the setting that it may be meant for. */
export interface SettingSlip {
  readonly given: string;
  readonly meant: string;
}

/** Shorter names, such as HOST and PORT, are near too many others that have nothing to do with us. */
const SHORTEST = 6;
/** From here on two edits still leave no doubt. */
const LONG = 12;

/**
 * Finds variables whose name is nearly that of a setting that is not set: in another case, with other underscores, as
 * one instead of many, or an edit or two away. They would be ignored without a word. Values are not looked at, except for being empty.
 */
export function settingSlips(environment: NodeJS.ProcessEnv, names: readonly string[]): SettingSlip[] {
  const isGiven = (name: string) => (environment[name] ?? '').trim() !== '';
  const missing = names.filter((name) => !isGiven(name) && bare(name).length >= SHORTEST);
  return Object.keys(environment)
    .filter((name) => isGiven(name) && !names.includes(name))
    .flatMap((given) => {
      const meant = missing.find((name) => isNear(bare(given), bare(name)));
      return meant === undefined ? [] : [{ given, meant }];
    });
}

/** The same as sentences for the error at start: a setting that is missing may have been misspelt. */
export function slipProblems(environment: NodeJS.ProcessEnv, names: readonly string[]): string[] {
  return settingSlips(environment, names).map(
    ({ given, meant }) => `${given}: no such setting; is ${meant} meant?`,
  );
}

function bare(name: string): string {
  return name.toLowerCase().replaceAll('_', '').replace(/ies$/, 'y');
}

function isNear(given: string, name: string): boolean {
  return isWithin(given, name, name.length < LONG ? 1 : 2);
}

/** Whether so many letters put in, left out, replaced, or swapped with their neighbor make one word of the other. */
function isWithin(one: string, other: string, edits: number): boolean {
  const differs = [...one].findIndex((letter, place) => letter !== other[place]);
  const from = differs === -1 ? one.length : differs;
  const [a, b] = [one.slice(from), other.slice(from)];
  if (a === '' && b === '') return true;
  if (edits === 0) return false;
  const isSwap = a.length > 1 && a[0] === b[1] && a[1] === b[0];
  return (
    isWithin(a.slice(1), b, edits - 1) ||
    isWithin(a, b.slice(1), edits - 1) ||
    isWithin(a.slice(1), b.slice(1), edits - 1) ||
    (isSwap && isWithin(a.slice(2), b.slice(2), edits - 1))
  );
}
