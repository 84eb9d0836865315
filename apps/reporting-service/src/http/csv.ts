/** What a spreadsheet would run as a formula. Source: OWASP, CSV Injection; full-width forms count in East Asian locales. */
const formula = /^[\s\u00A0]*[=+\-@＝＋－＠]|^[\t\r\n]/;

/** Text from outside, shown by a spreadsheet as it is: a leading apostrophe keeps it from being a formula. */
export function inert(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

/** One record of RFC 4180 with its line end. Numbers are written as they are, null as an empty field. */
export function csvRecord(fields: readonly (string | number | null)[]): string {
  return `${fields.map((field) => quoted(field === null ? '' : String(field))).join(',')}\r\n`;
}

/** Also quotes what else separates fields in some locales, and spaces at the ends, which some readers drop. */
function quoted(field: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
