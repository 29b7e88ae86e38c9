import { CORE_SCHEMA, EVENT_ID, type Event, parseEvents } from 'js-yaml';

/** A part of a YAML file, and where it begins. */
interface Place {
  readonly offset: number;
  readonly text: string;
  readonly keys: Map<string, Place>;
  readonly items: Place[];
}

const FRONT_MATTER = /^---\n([\s\S]*?)\n---\n/;
const FENCE = '---\n';
/** Words that are enough to find a sentence again. */
const MOST_WORDS = 8;

/**
 * Finds the line that a problem is about, so that an editor can jump to it.
 *
 * @param text - the whole file.
 * @param path - `line 7`, a key path such as `concepts.pain.frames.2`, or the heading of a section.
 * @param near - words of the file itself that are wrong; looked for from where the path leads.
 * @returns a line from 1; 1 where nothing better is known.
 */
export function lineOf(text: string, path: string, near?: string): number {
  const told = /^line (\d+)$/.exec(path)?.[1];
  if (told !== undefined) return Number(told);
  const part = offsetOfPath(text, path);
  const inPart = offsetOfWords(text.slice(part), near);
  const offset = inPart === undefined ? (offsetOfWords(text, near) ?? part) : part + inPart;
  return text.slice(0, offset).split('\n').length;
}

/** Words as they stand in the file, however the author broke the lines and set marks between them. */
function offsetOfWords(text: string, near: string | undefined): number | undefined {
  if (near === undefined) return undefined;
  const exact = text.indexOf(near);
  if (exact >= 0) return exact;
  const words = near.match(/\w+/g)?.slice(0, MOST_WORDS) ?? [];
  return words.length === 0 ? undefined : new RegExp(words.join('\\W+')).exec(text)?.index;
}

function offsetOfPath(text: string, path: string): number {
  if (path === '') return 0;
  const head = FRONT_MATTER.exec(text);
  const yaml = head?.[1] ?? text;
  const start = head === null ? 0 : FENCE.length;
  const found = deepest(placesOf(yaml), path);
  if (found !== undefined) return start + found;
  const heading = text.indexOf(`\n## ${path}`);
  return heading < 0 ? 0 : heading + 1;
}

/** As deep as the path can be followed; a segment that is no key may be further down, or the id of a list's item. */
function deepest(root: Place | undefined, path: string): number | undefined {
  let place = root;
  let found: number | undefined;
  for (const segment of path.split('.')) {
    const next: Place | undefined = place && (childOf(place, segment) ?? below(place, segment));
    if (next === undefined) break;
    found = next.offset;
    place = next;
  }
  return found;
}

function childOf({ keys, items }: Place, segment: string): Place | undefined {
  return (
    keys.get(segment) ?? items[Number(segment)] ?? items.find((item) => item.keys.get('id')?.text === segment)
  );
}

function below(place: Place, segment: string): Place | undefined {
  for (const child of [...place.keys.values(), ...place.items]) {
    const found = childOf(child, segment) ?? below(child, segment);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Nothing for text that is no YAML: its problem names the line itself. */
function placesOf(yaml: string): Place | undefined {
  let events: Event[];
  try {
    events = parseEvents(yaml, { schema: CORE_SCHEMA } as Parameters<typeof parseEvents>[1]);
  } catch {
    return undefined;
  }
  return buildPlaces(yaml, events);
}

function buildPlaces(yaml: string, events: readonly Event[]): Place | undefined {
  const open: { place: Place; isMap: boolean; key?: Place | undefined }[] = [];
  let root: Place | undefined;
  for (const event of events) {
    if (event.type === EVENT_ID.POP) open.pop();
    const place = placeOf(yaml, event);
    if (place === undefined) continue;
    root ??= place;
    const parent = open.at(-1);
    if (parent?.isMap === true && parent.key === undefined) parent.key = place;
    else if (parent?.isMap === true && parent.key !== undefined) {
      // A value is shown where its key stands.
      parent.place.keys.set(parent.key.text, { ...place, offset: parent.key.offset });
      parent.key = undefined;
    } else parent?.place.items.push(place);
    if (event.type !== EVENT_ID.SCALAR) open.push({ place, isMap: event.type === EVENT_ID.MAPPING });
  }
  return root;
}

function placeOf(yaml: string, event: Event): Place | undefined {
  const make = (offset: number, text: string): Place => ({ offset, text, keys: new Map(), items: [] });
  if (event.type === EVENT_ID.SCALAR)
    return make(event.valueStart, yaml.slice(event.valueStart, event.valueEnd));
  if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) return make(event.start, '');
  return undefined;
}
