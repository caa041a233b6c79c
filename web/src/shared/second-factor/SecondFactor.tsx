import { Button, Group, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useText } from '@/shared/i18n'
import { Dialog } from '@/shared/ui/Dialog'
import { Part } from '@/shared/ui/Part'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'
import { AppSetup } from './AppSetup'
import { ProofDialog } from './ProofDialog'
import { secondFactorQuery } from './queries'

type Doing = 'add' | 'remove' | 'renew'

/** A code of one's phone besides the password. */
export function SecondFactor() {
  const { t } = useText()
  const client = useQueryClient()
  const { data, error } = useQuery(secondFactorQuery)
  const [doing, setDoing] = useState<Doing | null>(null)
  const refresh = () => void client.invalidateQueries({ queryKey: secondFactorQuery.queryKey })
  const close = () => setDoing(null)
  return (
    <Part title={t('secondFactor.title')}>
      <ProblemAlert failure={error} />
      {data ? (
        <>
          <Text size="sm">
            {data.totp
              ? t('secondFactor.on', { count: data.recovery_codes_left })
              : t(data.required ? 'secondFactor.needed' : 'secondFactor.off')}
          </Text>
          <Group justify="flex-end">
            {data.totp ? (
              <>
                <Button variant="default" onClick={() => setDoing('renew')}>
                  {t('secondFactor.renew')}
                </Button>
                <Button variant="default" onClick={() => setDoing('remove')}>
                  {t('secondFactor.remove')}
                </Button>
              </>
            ) : (
              <Button onClick={() => setDoing('add')}>{t('secondFactor.add')}</Button>
            )}
          </Group>
        </>
      ) : null}
      {doing === 'add' ? (
        <Dialog opened onClose={close} title={t('secondFactor.add')} closeOnClickOutside={false}>
          <AppSetup
            onDone={() => {
              refresh()
              close()
            }}
          />
        </Dialog>
      ) : null}
      {doing === 'remove' || doing === 'renew' ? (
        <ProofDialog act={doing} onClose={close} onDone={refresh} />
      ) : null}
    </Part>
  )
}
