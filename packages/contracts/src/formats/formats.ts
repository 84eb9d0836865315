import { isDay } from './is-day.ts';
import { isInstant } from './is-instant.ts';
import { isStorableText } from './is-storable-text.ts';

/** The checks behind the schemas' `format`; service-kit-py has the same in `contract_formats`. Patterns check the letters, these the meaning. */
export const formats = {
  date: isDay,
  'date-time': isInstant,
  text: isStorableText,
  uuid: true,
} as const;
