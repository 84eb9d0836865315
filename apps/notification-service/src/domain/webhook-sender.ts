/** What became of one attempt to post to a subscriber. */
export type SendOutcome =
  | { readonly kind: 'answered'; readonly status: number; readonly durationMs: number }
  | { readonly kind: 'failed'; readonly code: SendFailure; readonly durationMs: number };

export type SendFailure = 'address_not_public' | 'name_not_resolved' | 'timed_out' | 'connection_failed' | 'url_not_allowed';

export interface WebhookPost {
  readonly url: string;
  /** Signs the message. */
  readonly secret: Uint8Array;
  /** Same for every attempt, so that a receiver can drop repetitions. */
  readonly messageId: string;
  readonly sentAt: Date;
  /** JSON. */
  readonly body: string;
}

/** Posts to subscribers, whose addresses are not to be trusted. */
export interface WebhookSender {
  send(post: WebhookPost): Promise<SendOutcome>;
}

/** Tells what is wrong with an address as far as it shows now; it is judged again at each attempt. */
export interface WebhookAddresses {
  fault(url: string): Promise<{ readonly code: 'invalid_url' | 'private_address'; readonly expected: string } | undefined>;
}
