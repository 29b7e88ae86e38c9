/** What a reload needs to find its conversation again. Never a word of it. */
export interface Session {
  readonly token: string;
  readonly conversationId: string;
  readonly domain: string;
  readonly expiresIn: number;
}

const KEY = 'spine-guide';
let kept: Session | undefined;

/** Keeps the session for this tab only. A browser that blocks storage loses it with the page. */
export function keepSession(session: Session | undefined): void {
  kept = session;
  try {
    if (session === undefined) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify(session));
  } catch {
    // Blocked in a frame of another site: memory has to do.
  }
}

/** The session of this tab, if there is one. */
export function keptSession(): Session | undefined {
  try {
    const text = sessionStorage.getItem(KEY);
    return text === null ? kept : (JSON.parse(text) as Session);
  } catch {
    return kept;
  }
}
