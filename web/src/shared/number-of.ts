/** What a field for a number holds as a number, or undefined while it is empty. */
export function numberOf(value: number | string): number | undefined {
  return value === '' ? undefined : Number(value)
}
