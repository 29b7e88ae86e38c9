import type { Activity } from './activity';
import { type Answer, call } from './http';
import { type Attempt, createOutbox, type SendFailure } from './outbox';
import { keepSession, keptSession, type Session } from './session';
import { openStream, type Stream } from './stream';

type Page = { activities?: Activity[]; watermark?: string };

export type Status = 'connecting' | 'online' | 'offline' | 'closed';

export interface ConnectionEvents {
  /** One activity, once, in order; also those of before a reload. */
  activity(activity: Activity, isHistory: boolean): void;
  status(status: Status): void;
  /** The service no longer knows the conversation: a new one has begun. */
  startedAgain(): void;
  /** What became of a message sent under this id. */
  settled(clientId: string, failure?: SendFailure): void;
}

/** The conversation with the service. It mends itself; the page only says what it is told. */
export interface Connection {
  /** Begins, or finds the conversation of this tab again. */
  open(): void;
  /** Sends now, or as soon as that is possible. @returns the id under which the message comes back. */
  send(activity: Activity): string;
  /** Ends the conversation. @returns what the service said last; it has been told as an event as well. */
  end(): Promise<Activity[]>;
}

const TOKEN_URL = '/api/token';
const WAITS_MS = [500, 1000, 2000, 4000, 8000];
const GOODBYE_MS = 3000;
/** Answers that mean: this token or this conversation is of no more use. */
const GONE = new Set([401, 403, 404]);
const AWAY = new Set([502, 503, 504]);

/** The service could not be reached or could not serve: worth another try. */
class Unreachable extends Error {}

function renewed(known: Session, { body }: Answer): Session {
  return {
    domain: known.domain,
    conversationId: String(body.conversationId ?? known.conversationId),
    token: typeof body.token === 'string' ? body.token : known.token,
    expiresIn: typeof body.expires_in === 'number' ? body.expires_in : known.expiresIn,
  };
}

function errorCode({ body }: Answer): string | undefined {
  return (body.error as { code?: string } | undefined)?.code;
}

/** Speaks Direct Line 3.0, to the service's own channel or to Azure; it cannot tell which. */
export function createConnection(locale: string, events: ConnectionEvents): Connection {
  let session: Session | undefined;
  let stream: Stream | undefined;
  let status: Status = 'closed';
  let watermark = '';
  let busy = false;
  let tries = 0;
  let retryTimer = 0;
  let refreshTimer = 0;
  const seen = new Set<string>();
  const outbox = createOutbox({ attempt, done: events.settled });

  function say(next: Status): void {
    if (status === next) return;
    status = next;
    events.status(next);
  }

  function remember(next: Session | undefined): void {
    session = next;
    keepSession(next);
    clearTimeout(refreshTimer);
    if (next !== undefined) refreshTimer = setTimeout(refresh, next.expiresIn * 500);
  }

  function conversationUrl(rest = ''): string {
    return `${session?.domain}/conversations/${session?.conversationId}${rest}`;
  }

  async function connect(): Promise<void> {
    clearTimeout(retryTimer);
    if (busy || stream !== undefined) return;
    busy = true;
    if (status !== 'offline') say('connecting');
    const opened = await reopen()
      .then((found) => found ?? begin())
      .catch(() => undefined);
    busy = false;
    // Closed while this was on its way: what came of it is not wanted any more.
    if (status === 'closed') {
      forget();
      if (outbox.size > 0) void connect();
    } else if (opened === undefined) lost();
    else listen(String(opened.body.streamUrl));
  }

  /** @returns undefined when there is nothing to open again. */
  async function reopen(): Promise<Answer | undefined> {
    if (session === undefined) return undefined;
    // After a reload the page knows nothing: what was said is history, and is not announced as news.
    if (watermark === '') {
      const answer = await ask('/activities?watermark=');
      if (answer === undefined) return undefined;
      received(answer.body, true);
    }
    const answer = await ask(`?watermark=${watermark}`);
    if (answer !== undefined) take(answer, session);
    return answer;
  }

  /** Asks about the conversation. @returns undefined when it is gone, which is then told and forgotten. */
  async function ask(what: string): Promise<Answer | undefined> {
    const answer = await call(conversationUrl(what), { method: 'GET', token: session?.token ?? '' });
    if (answer.ok) return answer;
    if (!GONE.has(answer.status)) throw new Unreachable();
    forget();
    events.startedAgain();
    return undefined;
  }

  async function begin(): Promise<Answer> {
    const granted = await call(TOKEN_URL, {});
    if (!granted.ok) throw new Unreachable();
    const domain = new URL(String(granted.body.domain), location.href).href;
    const fresh = renewed({ token: '', conversationId: '', domain, expiresIn: 0 }, granted);
    const answer = await call(`${domain}/conversations`, { token: fresh.token, body: { locale } });
    if (!answer.ok) throw new Unreachable();
    // Only now: a token without its conversation would look like one that the service has forgotten.
    take(answer, fresh);
    return answer;
  }

  /** Every answer of the channel may carry a fresh token. */
  function take(answer: Answer, known: Session): void {
    remember(renewed(known, answer));
  }

  function forget(): void {
    remember(undefined);
    watermark = '';
    seen.clear();
  }

  function listen(url: string): void {
    stream = openStream(url, {
      opened: () => void catchUp(),
      received,
      closed: lost,
    });
  }

  function received(page: Page, isHistory = false): void {
    for (const activity of page.activities ?? []) {
      const { id = '' } = activity;
      if (id !== '' && seen.has(id)) continue;
      seen.add(id);
      events.activity(activity, isHistory);
    }
    if (typeof page.watermark === 'string') watermark = page.watermark;
  }

  /** After a gap: what arrived before it must not be sent twice, and the rest goes out now. */
  async function catchUp(): Promise<void> {
    tries = 0;
    if (outbox.size > 0)
      for (const { channelData } of await all()) outbox.arrived(channelData?.clientActivityID ?? '');
    if (stream === undefined || status === 'closed') return;
    say('online');
    await outbox.flush();
  }

  /** Everything of this conversation, or nothing when it cannot be had quickly. */
  async function all(): Promise<Activity[]> {
    const how = { method: 'GET', token: session?.token ?? '', limitMs: GOODBYE_MS } as const;
    const answer = await call(conversationUrl('/activities?watermark='), how).catch(() => undefined);
    return (answer?.ok === true && (answer.body as Page).activities) || [];
  }

  async function attempt(activity: Activity): Promise<Attempt> {
    if (status !== 'online' || session === undefined) return 'again';
    try {
      const answer = await call(conversationUrl('/activities'), { token: session.token, body: activity });
      if (answer.ok) {
        // What the service could not store may reach us only here.
        received(answer.body as Page);
        return 'sent';
      }
      if (answer.status === 429) return 'too-many';
      if (answer.status === 413) return 'too-long';
      // A service that stops, or a proxy without a service behind it: the message waits, as for a lost line.
      const isAway = AWAY.has(answer.status) && errorCode(answer) !== 'BotRejectedActivity';
      if (!isAway && !GONE.has(answer.status)) return 'not-sent';
      lost();
      return 'again';
    } catch {
      lost();
      return 'again';
    }
  }

  function lost(): void {
    if (status === 'closed') return;
    stream?.close();
    stream = undefined;
    say('offline');
    clearTimeout(retryTimer);
    const wait = WAITS_MS[Math.min(tries, WAITS_MS.length - 1)] ?? 0;
    tries += 1;
    // Spread out, so that all visitors of a restarted service do not come back in the same instant.
    retryTimer = setTimeout(connect, wait * (0.75 + Math.random() / 2));
  }

  async function refresh(): Promise<void> {
    if (session === undefined) return;
    const { domain, token } = session;
    const answer = await call(`${domain}/tokens/refresh`, { token }).catch(() => undefined);
    if (answer?.ok === true && session !== undefined) take(answer, session);
    else if (status === 'online') lost();
  }

  function hurry(): void {
    if (status === 'offline') void connect();
  }

  addEventListener('offline', lost);
  addEventListener('online', hurry);
  document.addEventListener('visibilitychange', () => document.hidden || hurry());

  return {
    open() {
      session = keptSession();
      if (session !== undefined) remember(session);
      void connect();
    },
    send(activity) {
      const clientId = outbox.add(activity);
      if (status === 'online') void outbox.flush();
      else if (status === 'closed') void connect();
      return clientId;
    },
    async end() {
      const goodbye = { type: 'event', name: 'close' };
      const { token = '' } = session ?? {};
      const wasOnline = status === 'online';
      const before = new Set(seen);
      const url = conversationUrl('/activities');
      if (wasOnline) await call(url, { token, body: goodbye, limitMs: GOODBYE_MS }).catch(() => undefined);
      const last = wasOnline ? (await all()).filter(({ id = '' }) => !before.has(id)) : [];
      received({ activities: last });
      status = 'closed';
      clearTimeout(retryTimer);
      stream?.close();
      stream = undefined;
      outbox.clear();
      forget();
      return last;
    },
  };
}
