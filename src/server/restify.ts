import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** A request as restify hands it on. */
type RoutedRequest = IncomingMessage & {
  readonly params: Readonly<Record<string, string | undefined>>;
};

export type Handler = (req: RoutedRequest, res: ServerResponse) => Promise<void>;

/** What @types/restify leaves out or types for its own parsers. */
export interface Restify {
  readonly server: Server;
  first(handler: (req: IncomingMessage, res: ServerResponse) => boolean): void;
  get(path: string, handler: Handler): void;
  head(path: string, handler: Handler): void;
  post(path: string, handler: Handler): void;
  on(
    event: 'restifyError',
    handler: (req: IncomingMessage, res: ServerResponse, error: unknown) => void,
  ): void;
  on(event: 'error', handler: () => void): void;
  on(event: 'upgrade', handler: (req: IncomingMessage, socket: Socket, head: Buffer) => void): void;
}
