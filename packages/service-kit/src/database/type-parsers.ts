import pg from 'pg';

type Parse = (text: string) => unknown;

const int8 = 20;
const date = 1082;
const int8Array = 1016;

/** A PostgreSQL int8 array in its text form, of one dimension: `{1,NULL,3}`. */
const parseInt8Array: Parse = (text) =>
  text === '{}' ? [] : text.slice(1, -1).split(',').map((item) => (item === 'NULL' ? null : BigInt(item)));

const parsers: ReadonlyMap<number, Parse> = new Map<number, Parse>([
  [int8, BigInt],
  // A calendar date has no time zone; pg's own Date would shift it by the host's.
  [date, (text) => text],
  [int8Array, parseInt8Array],
]);

/** How columns arrive: int8 as bigint, date as 'YYYY-MM-DD', the rest as pg has it (timestamptz as Date, numeric as string). */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    const own = format === 'binary' ? undefined : parsers.get(oid);
    return own ?? (pg.types.getTypeParser as (oid: number, format?: string) => Parse)(oid, format);
  }) as pg.CustomTypesConfig['getTypeParser'],
};
