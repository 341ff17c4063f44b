import type { JSX } from 'react'

/** The guardian's face. The horn has the one spark of colour. */
export function Mark({ size = 22 }: { readonly size?: number }): JSX.Element {
  return (
    <svg className="mark" width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true">
      <path className="mark-horn" d="M12 1.6 13.5 6h-3z" />
      <path d="M4.2 6.4c2.4 1 4.9 1.4 7.8 1.4s5.4-.4 7.8-1.4c.5 3 .3 5.8-.6 8.3-1.2 3.6-3.7 6.2-7.2 7.7-3.5-1.5-6-4.1-7.2-7.7-.9-2.5-1.1-5.3-.6-8.3Z" stroke="currentColor" strokeWidth="1.7" strokeLinejoin="round" />
      <circle cx="8.8" cy="12" r="1.35" fill="currentColor" />
      <circle cx="15.2" cy="12" r="1.35" fill="currentColor" />
      <path d="M8.6 16.6c1.1.9 2.2 1.3 3.4 1.3s2.3-.4 3.4-1.3" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
    </svg>
  )
}
