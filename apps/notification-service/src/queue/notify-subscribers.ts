import type { Handled } from '@fintrack/service-kit';
import { type DeliverySurroundings, deliverEvent, type NotifiedEvent } from '../domain/deliver-event.ts';

/**
 * Handles an event by posting it to its subscribers. Where some have not taken it, the message comes again,
 * later each time, and at last goes to the dead-letter queue; those that have taken it are not asked again.
 */
export async function notifySubscribers(event: NotifiedEvent, surroundings: DeliverySurroundings): Promise<Handled> {
  const { webhookCount, pendingCount } = await deliverEvent(event, surroundings);
  if (pendingCount > 0) throw new Error(`${pendingCount} of ${webhookCount} webhooks have not taken the event`);
  return { outcome: 'ok' };
}
