/** What SQS takes in one call: ten messages, together at most 256 KB with their attributes. */
const batchMax = { entries: 10, bytes: 262_144 };
/** Name, type and value of the attribute traceparent. */
const attributeBytes = 100;

export interface OutgoingEvent {
  readonly id: string;
  readonly type: string;
  readonly body: string;
  readonly traceparent: string | null;
}

/** Splits events into batches that SQS takes; an event too large for any batch gets one alone, and SQS's refusal. */
export function eventBatches(events: readonly OutgoingEvent[]): OutgoingEvent[][] {
  const batches: OutgoingEvent[][] = [];
  let room = { entries: 0, bytes: 0 };
  for (const event of events) {
    const bytes = Buffer.byteLength(event.body) + attributeBytes;
    const current = batches.at(-1);
    if (current && room.entries > 0 && room.bytes >= bytes) {
      current.push(event);
      room = { entries: room.entries - 1, bytes: room.bytes - bytes };
    } else {
      batches.push([event]);
      room = { entries: batchMax.entries - 1, bytes: batchMax.bytes - bytes };
    }
  }
  return batches;
}
