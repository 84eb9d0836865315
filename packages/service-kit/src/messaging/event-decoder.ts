import { type EventOf, events } from '@fintrack/contracts';
import { compileSchema } from '../http/validator-compiler.ts';

/** Every event's name; @fintrack/contracts has a shape for each. */
export type EventType = keyof typeof events;

export type Decoded<Event> = { readonly event: Event } | { readonly reason: 'invalid_json' | 'unknown_event_type' | 'invalid_event'; readonly detail: string };

/** Reads queue messages of the given event types, validating them by contract. */
export function eventDecoder<const Type extends EventType>(...types: readonly Type[]): (body: string) => Decoded<EventOf<Type>> {
  const checks = new Map<unknown, ReturnType<typeof compileSchema>>(types.map((type) => [type, compileSchema(events[type])]));
  return (body) => {
    let message: unknown;
    try {
      message = JSON.parse(body);
    } catch {
      return { reason: 'invalid_json', detail: 'the body is no JSON' };
    }
    const type = typeof message === 'object' && message !== null && 'type' in message ? message.type : undefined;
    const check = checks.get(type);
    if (!check) return { reason: 'unknown_event_type', detail: `expected ${types.join(' or ')}, got ${JSON.stringify(type)}` };
    if (!check(message)) return { reason: 'invalid_event', detail: JSON.stringify(check.errors).slice(0, 2000) };
    return { event: message as EventOf<Type> };
  };
}
