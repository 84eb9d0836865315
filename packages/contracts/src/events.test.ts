import { describe, expect, it } from '@jest/globals';
import { eventNames } from '@fintrack/catalog';
import { events } from './events.ts';

describe('events', () => {
  it('have a shape for every name of the catalog and no other', () => {
    expect(Object.keys(events).sort()).toEqual([...eventNames].sort());
  });

  it('take their own name alone as type', () => {
    for (const [name, schema] of Object.entries(events)) expect(schema.properties.type.enum).toEqual([name]);
  });

  it('have one envelope', () => {
    for (const schema of Object.values(events)) {
      expect(Object.keys(schema.properties)).toEqual(['id', 'type', 'tenantId', 'occurredAt', 'traceparent', 'data']);
      expect(schema).toMatchObject({ additionalProperties: false });
    }
  });
});
