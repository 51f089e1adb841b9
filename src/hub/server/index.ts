/** The hub's face: HTTP, WebSocket, authentication, and the description of all this. */
export { createServer, type Server, type ServerOptions } from './create-server.ts';
export { assertSafeToListen } from './listen.ts';
export type {
  AuditEntry,
  Channel,
  Delivery,
  LiveMessage,
  LiveRequest,
  Me,
  Role,
  SentryProject,
  Token,
} from './schema.ts';
