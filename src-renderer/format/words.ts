/** 'take-profit' → 'Take profit', 'ev-above-threshold' → 'EV above threshold'. */
export function words(code: string): string {
  const text = code.replaceAll('-', ' ').replace(/^ev\b/, 'EV')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
