import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Receiver, startReceiver } from '../../test/receiver.ts';
import { type Client, eventOf, type ServiceBed, startServiceBed } from '../../test/service-bed.ts';

let bed: ServiceBed;
const receivers: Receiver[] = [];
beforeAll(async () => {
  bed = await startServiceBed();
});
afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver.stop();
});
afterAll(() => bed.stop());

async function subscribed(client: Client, answers: number[] = [], events = ['statement.rejected']) {
  const receiver = await startReceiver(answers);
  receivers.push(receiver);
  const { body } = await client.call('POST', '/api/webhooks', { url: `${receiver.url}/hook`, events });
  return { receiver, webhookId: body.webhook.webhookId as string, secret: Buffer.from((body.secret as string).slice('whsec_'.length), 'base64') };
}

const logged = async (tenantId: string, count: number) => {
  for (;;) {
    const items = await bed.logItems(tenantId);
    if (items.length >= count) return items;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
};
/** Long enough for a message to be handled that has nothing to wait for. */
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 700));

describe('notifySubscribers', () => {
  it('posts the event, signed as Standard Webhooks say', async () => {
    const client = await bed.client();
    const { receiver, secret } = await subscribed(client);
    const event = eventOf(client.tenantId);
    await bed.send(JSON.stringify(event));
    await receiver.until(1);
    const { headers, body } = receiver.received[0] as Receiver['received'][number];
    expect(JSON.parse(body)).toEqual({ id: event.id, type: event.type, tenantId: client.tenantId, timestamp: event.occurredAt, data: event.data });
    expect(headers['webhook-id']).toBe(event.id);
    expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(10);
    const signature = createHmac('sha256', secret).update(`${event.id}.${headers['webhook-timestamp']}.${body}`).digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${signature}`);
  });

  it('tells only those who asked for events of the type, and only of their tenant', async () => {
    const client = await bed.client();
    const wanted = await subscribed(client, [], ['reconciliation.completed']);
    const other = await subscribed(client, [], ['statement.rejected']);
    const stranger = await subscribed(await bed.client(), [], ['reconciliation.completed']);
    await bed.send(JSON.stringify(eventOf(client.tenantId, 'reconciliation.completed')));
    await wanted.receiver.until(1);
    await aMoment();
    expect([other.receiver.received.length, stranger.receiver.received.length]).toEqual([0, 0]);
  });

  it('asks again only those who have not taken the event', async () => {
    const client = await bed.client();
    const steady = await subscribed(client);
    const shaky = await subscribed(client, [500, 302]);
    await bed.send(JSON.stringify(eventOf(client.tenantId)));
    await shaky.receiver.until(3);
    expect(steady.receiver.received).toHaveLength(1);
    expect(new Set(shaky.receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    const items = await logged(client.tenantId, 4);
    expect(items).toHaveLength(4);
  });

  it('posts an event once, however often its message comes', async () => {
    const client = await bed.client();
    const { receiver } = await subscribed(client);
    const event = JSON.stringify(eventOf(client.tenantId));
    await bed.send(event);
    await logged(client.tenantId, 1);
    await bed.send(event);
    await bed.send(event);
    await aMoment();
    expect(receiver.received).toHaveLength(1);
  });

  it('ends the subscription of a receiver that is gone for good', async () => {
    const client = await bed.client();
    const { receiver, webhookId } = await subscribed(client, [410]);
    await bed.send(JSON.stringify(eventOf(client.tenantId)));
    await receiver.until(1);
    await aMoment();
    expect((await client.call('GET', '/api/webhooks')).body.items).toMatchObject([{ webhookId, disabledAt: expect.any(String) }]);
    await bed.send(JSON.stringify(eventOf(client.tenantId)));
    await aMoment();
    expect(receiver.received).toHaveLength(1);
  });

  it('keeps what it logs for ninety days', async () => {
    const client = await bed.client();
    await subscribed(client);
    await bed.send(JSON.stringify(eventOf(client.tenantId)));
    const [item] = await logged(client.tenantId, 1);
    const { expires_at: expiresAt } = item as { expires_at: { N: string } };
    expect(Math.round((Number(expiresAt.N) - Date.now() / 1000) / 86_400)).toBe(90);
  });

  it('lets an event that no receiver takes go to the dead-letter queue', async () => {
    const client = await bed.client();
    const { receiver } = await subscribed(client, Array.from({ length: 10 }, () => 500));
    const event = JSON.stringify(eventOf(client.tenantId));
    await bed.send(event);
    await receiver.until(3);
    expect((await bed.deadLetter(20))?.body).toBe(event);
    expect(receiver.received).toHaveLength(3);
  });

  it('sends what is no event to the dead-letter queue with its reason', async () => {
    await bed.send('{');
    expect(await bed.deadLetter()).toEqual({ body: '{', reason: 'invalid_json' });
  });
});
