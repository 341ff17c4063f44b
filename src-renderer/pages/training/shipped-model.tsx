import type { JSX } from 'react'
import type { ModelRow } from '../../../src-shared/contract/evaluation-views.ts'
import { date } from '../../format/time.ts'
import { t } from '../../i18n/text.ts'
import { Facts } from '../../ui/dialog.tsx'
import { Section } from '../../ui/section.tsx'
import { shortHash } from '../../ui/short-hash.tsx'

/** A pair that came with the program: nobody has judged it here. */
export function ShippedModel({ model }: { readonly model: ModelRow }): JSX.Element {
  return (
    <Section title={t('models.shipped')} note={t('models.shipped-note')}>
      <Facts rows={[
        [t('long'), model.modelIds.long],
        [t('short'), model.modelIds.short],
        [t('dataset.span'), `${date(model.dataFrom)} … ${date(model.dataTo)}`],
        [t('models.feature-set'), shortHash(model.featureSetHash)],
        [t('models.label-spec'), shortHash(model.labelSpecHash)],
      ]} />
    </Section>
  )
}
