/** What became of one attempt to post to a subscriber. */
export type SendOutcome =
  | { readonly kind: 'answered'; readonly status: number; readonly durationMs: number }
  | { readonly kind: 'failed'; readonly code: SendFailure; readonly durationMs: number };

export type SendFailure =
  | 'address_not_public'
  | 'name_not_resolved'
  | 'timed_out'
  | 'connection_failed'
  | 'url_not_allowed';

export interface WebhookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Posts to subscribers, whose addresses are not to be trusted. */
export interface WebhookSender {
  send(request: WebhookRequest): Promise<SendOutcome>;
}
