import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';

const set = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  },
  // Whether other names below the hospital's domain have TLS is not for a chat to decide.
  strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
  // frame-ancestors says the same and can name the hospital's sites; this header cannot.
  xFrameOptions: false,
});

/** They are the same for every answer, so helmet is asked once: when most is refused, each header costs answers. */
const HEADERS = headersOf(new ServerResponse(new IncomingMessage(new Socket())));

function headersOf(res: ServerResponse): [string, string][] {
  set(res.req, res, () => undefined);
  return Object.entries(res.getHeaders()).map(([name, value]) => [name, String(value)]);
}

/**
 * Sets the headers every answer has. They are those of an answer that is no page; a page replaces what it must,
 * above all its own Content-Security-Policy.
 */
export function setSecurityHeaders(res: ServerResponse): void {
  for (const [name, value] of HEADERS) res.setHeader(name, value);
}
