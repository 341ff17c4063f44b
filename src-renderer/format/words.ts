/** 'take-profit' → 'Take profit'. */
export function words(code: string): string {
  const text = code.replaceAll('-', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
