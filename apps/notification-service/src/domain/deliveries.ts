import type { Delivery, WebhookEvent } from '@fintrack/contracts';

/** An event on its way to one webhook. */
export interface Notification {
  readonly tenantId: string;
  readonly webhookId: string;
  readonly eventId: string;
  readonly eventType: WebhookEvent;
  readonly occurredAt: string;
}

export interface Attempt {
  readonly attempt: number;
  readonly outcome: 'delivered' | 'failed';
  /** Whether no attempt follows: it is delivered, or no repetition would help. */
  readonly isFinal: boolean;
  readonly statusCode: number | null;
  readonly error: string | null;
  readonly durationMs: number;
  readonly attemptedAt: Date;
}

export interface DeliveryList {
  readonly items: readonly Delivery[];
  readonly next?: string;
}

/** The log of attempts; what is in it decides whether another follows. */
export interface Deliveries {
  attempts(notification: Notification): Promise<readonly Pick<Attempt, 'attempt' | 'isFinal'>[]>;
  record(notification: Notification, attempt: Attempt): Promise<void>;
  /** Newest event first, its last attempt first. */
  list(tenantId: string, webhookId: string, limit: number, after?: string): Promise<DeliveryList>;
}
