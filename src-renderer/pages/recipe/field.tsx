import type { JSX, ReactNode } from 'react'

/** A control with its name and what it means left of it. */
export function Field({ label, note, children }: { readonly label: string; readonly note: string; readonly children: ReactNode }): JSX.Element {
  return <div className="form-row"><span><b>{label}</b><span>{note}</span></span>{children}</div>
}
