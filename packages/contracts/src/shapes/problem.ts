import { Type, type Static } from 'typebox';
import { shape } from '../shape.ts';
import { Code, integer, strict, text } from './primitives.ts';

export const FieldFault = shape('FieldFault', 'One field that is not as expected; `line` where the input has lines.', strict({
  field: text(300, 0),
  expected: text(1000),
  line: Type.Optional(integer(1)),
}));
export type FieldFault = Static<typeof FieldFault>;

export const Problem = shape('Problem', 'Problem details of RFC 9457; `code` names the failure.', strict({
  type: text(300),
  title: text(300),
  status: integer(400, 599),
  code: Code,
  detail: Type.Optional(text(4000)),
  instance: Type.Optional(text(2000)),
  errors: Type.Optional(Type.Array(FieldFault, { maxItems: 1000 })),
}));
export type Problem = Static<typeof Problem>;
