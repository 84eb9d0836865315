/** Every S3 bucket of the services. */
export const buckets = {
  statements: { meaning: 'Statements as uploaded, one object each, kept as evidence.', retentionDays: 2557 },
  reports: { meaning: 'Rendered reports for download.', retentionDays: 365 },
} as const;
export type BucketName = keyof typeof buckets;

/** Every DynamoDB table. */
export const tables = {
  'notification-deliveries': {
    meaning: 'One item per attempt to deliver a notification (decision 12).',
    partitionKey: 'tenant_id',
    sortKey: 'attempt_id',
    timeToLiveAttribute: 'expires_at',
    timeToLiveDays: 90,
  },
} as const;
export type TableName = keyof typeof tables;
