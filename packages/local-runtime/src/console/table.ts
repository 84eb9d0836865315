/** Rows as text with aligned columns; numbers go to the right. The first row is the heading. */
export function table(rows: readonly (readonly (string | number)[])[]): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) => Math.max(...rows.map((row) => String(row[column] ?? '').length)));
  const isNumeric = widths.map((_, column) => rows.slice(1).length > 0 && rows.slice(1).every((row) => row[column] === undefined || typeof row[column] === 'number'));
  const line = (row: readonly (string | number)[]) =>
    widths.map((width, column) => (isNumeric[column] ? String(row[column] ?? '').padStart(width) : String(row[column] ?? '').padEnd(width))).join('  ').trimEnd();
  const [heading, ...body] = rows;
  if (heading === undefined) return '';
  return [line(heading), widths.map((width) => '-'.repeat(width)).join('  '), ...body.map(line)].join('\n');
}
