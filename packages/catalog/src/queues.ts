export interface QueueDefinition {
  readonly meaning: string;
  /** Seconds a message is kept unread, dead letters included. */
  readonly retentionSeconds: number;
}

const FOURTEEN_DAYS = 14 * 24 * 3600;

/** Every queue; each has a dead-letter queue and exactly one consuming service. */
export const queues = {
  transactions: { meaning: 'Statements whose transactions wait to be ingested.', retentionSeconds: FOURTEEN_DAYS },
  matches: { meaning: 'Ingested transactions that wait for a match pass.', retentionSeconds: FOURTEEN_DAYS },
  notifications: { meaning: 'Events that subscribers wait to hear of.', retentionSeconds: FOURTEEN_DAYS },
} as const satisfies Record<string, QueueDefinition>;

export type QueueName = keyof typeof queues;
export const queueNames = Object.keys(queues) as QueueName[];
