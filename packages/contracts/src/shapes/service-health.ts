import { Type, type Static } from 'typebox';
import { shape } from '../shape.ts';
import { nullable, oneOf, strict, text } from './primitives.ts';

export const Health = shape('Health', 'The process runs.', strict({ status: oneOf(['ok']), service: text(100), version: text(100) }));
export type Health = Static<typeof Health>;

export const ReadinessCheck = shape('ReadinessCheck', 'One thing the service depends on; `detail` says what is wrong with it.', strict({
  name: text(100), ready: Type.Boolean(), detail: nullable(text(1000)),
}));
export type ReadinessCheck = Static<typeof ReadinessCheck>;

export const Readiness = shape('Readiness', 'Whether the service can answer requests now.', strict({
  ready: Type.Boolean(), checks: Type.Array(ReadinessCheck, { maxItems: 50 }),
}));
export type Readiness = Static<typeof Readiness>;
