import { ArrowDown, ArrowUp } from 'lucide-react'
import type { JSX } from 'react'
import { percent } from '../../format/number.ts'

const UP = 0.0226
const DOWN = -0.0231

/** How a rise and a fall look in the chosen colours; the figures are examples. */
export function PricePreview(): JSX.Element {
  return (
    <span className="price-preview" aria-hidden="true">
      <span className="up"><ArrowUp />{percent(UP, 2, true)}</span>
      <span className="down"><ArrowDown />{percent(DOWN, 2, true)}</span>
    </span>
  )
}
