/** Where a part of an expression stands: offsets of characters, `to` is behind the last. */
export interface Span {
  from: number;
  to: number;
}

/** Why a query has no answer, in Prometheus's words for it (`errorType`). */
export type QueryFailureKind = 'bad_data' | 'execution' | 'timeout' | 'canceled' | 'unavailable';

export class QueryFailure extends Error {
  readonly kind: QueryFailureKind;

  constructor(kind: QueryFailureKind, message: string, options?: { cause: unknown }) {
    super(message, options);
    this.name = 'QueryFailure';
    this.kind = kind;
  }
}

/** A mistake in the text of a query, at `line:column`, both counted from 1. */
export function parseFailure(query: string, { from }: Span, message: string): QueryFailure {
  const before = query.slice(0, from);
  const line = before.split('\n').length;
  const column = Buffer.byteLength(before.slice(before.lastIndexOf('\n') + 1)) + 1;
  return new QueryFailure('bad_data', `${line}:${column}: parse error: ${message}`);
}

export function executionFailure(message: string): QueryFailure {
  return new QueryFailure('execution', message);
}
