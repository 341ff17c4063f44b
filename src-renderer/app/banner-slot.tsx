import { useEffect, type JSX } from 'react'
import { BannerBar, spoken } from './banner-bar.tsx'
import { SEVERITY } from './banner-choice.ts'
import { applyFrozen } from './root-attributes.ts'
import { useBanner } from './use-banner.ts'

/** The banner that is due, the colours that go with it, and its words for those who do not see it. The only part that is drawn anew every second. */
export function BannerSlot(): JSX.Element {
  const { banner, frozen } = useBanner()
  const urgent = banner && SEVERITY[banner.kind] === 'danger' ? spoken(banner) : ''
  useEffect(() => applyFrozen(frozen), [frozen])
  return (
    <>
      {banner && <BannerBar banner={banner} />}
      <p className="seen-by-readers" aria-live="assertive">{urgent}</p>
    </>
  )
}
