import { Type, type Static } from 'typebox';
import { shape } from '../shape.ts';
import { strict } from './primitives.ts';

export const AmountMinor = shape('AmountMinor', 'Signed amount in minor units of its currency (cents of EUR), as text so that no digit is lost.', Type.String({ pattern: '^-?[0-9]{1,18}$' }));
export type AmountMinor = Static<typeof AmountMinor>;

export const ToleranceMinor = shape('ToleranceMinor', 'Unsigned amount in minor units of a currency.', Type.String({ pattern: '^[0-9]{1,18}$' }));
export type ToleranceMinor = Static<typeof ToleranceMinor>;

export const Currency = shape('Currency', 'ISO 4217 code.', Type.String({ pattern: '^[A-Z]{3}$' }));
export type Currency = Static<typeof Currency>;

export const Money = shape('Money', 'An amount with its currency.', strict({ amountMinor: AmountMinor, currency: Currency }));
export type Money = Static<typeof Money>;
