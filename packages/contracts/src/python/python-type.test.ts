import { describe, expect, it } from '@jest/globals';
import { pythonName, pythonText } from './python-name.ts';
import { pythonType } from './python-type.ts';

const declare = (name: string) => name;

describe('pythonType', () => {
  it.each([
    [{ $ref: 'Money' }, 'Money'],
    [{ type: 'boolean' }, 'StrictBool'],
    [{ enum: ['a', '\t'], type: 'string' }, 'Literal["a", "\\t"]'],
    [{ anyOf: [{ type: 'boolean' }, { type: 'null' }] }, 'StrictBool | None'],
    [{ type: 'integer', minimum: 1 }, 'Annotated[int, Field(strict=True, ge=1), BeforeValidator(whole_number)]'],
    [{ type: 'array', items: { type: 'null' }, maxItems: 2, uniqueItems: true }, 'Annotated[list[None], Field(max_length=2), UniqueItems]'],
    [{ type: 'string', pattern: '^\\.$', format: 'date-time' }, 'Annotated[str, StringConstraints(strict=True, pattern="^\\\\.$"), DateTimeFormat]'],
  ])('translates %j', (schema, python) => expect(pythonType(schema, 'X', declare)).toBe(python));

  it('refuses a keyword it does not translate, so that nothing is half checked', () => {
    expect(() => pythonType({ type: 'integer', multipleOf: 2 }, 'Rule.position', declare)).toThrow('Rule.position: no Python for the keyword multipleOf');
    expect(() => pythonType({}, 'Any', declare)).toThrow('Any: a schema of type undefined has no Python type');
  });
});

describe('names and texts in Python', () => {
  it('are snake_case and never a keyword', () => {
    expect(['amountMinor', 'from', 'sha256', 'id'].map(pythonName)).toEqual(['amount_minor', 'from_', 'sha256', 'id']);
  });

  it('are ASCII', () => expect(pythonText('é"\n😀')).toBe('"\\u00e9\\"\\n\\U0001f600"'));
});
