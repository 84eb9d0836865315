/** What auditors ask for: who did what, to whom. */
export interface AuditEntry {
  readonly action:
    | 'tenant.created' | 'user.created' | 'session.started' | 'session.refused' | 'session.throttled' | 'session.ended' | 'refresh_token.reused'
    | 'api_key.created' | 'api_key.revoked' | 'api_key.exchanged' | 'api_key.refused';
  readonly tenantId?: string;
  /** User or API key; 'operator' for the holder of the operator key; absent where nobody could be told. */
  readonly actorId?: string;
  readonly subjectId?: string;
  /** Further facts, none of them secret. */
  readonly [fact: string]: string | undefined;
}

/** Records an action. */
export type Audit = (entry: AuditEntry) => void;
