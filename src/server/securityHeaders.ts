import type { IncomingMessage, ServerResponse } from 'node:http';
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

/**
 * Sets the headers every answer has. They are those of an answer that is no page; a page replaces what it must,
 * above all its own Content-Security-Policy.
 */
export function setSecurityHeaders(req: IncomingMessage, res: ServerResponse): void {
  set(req, res, () => undefined);
}
