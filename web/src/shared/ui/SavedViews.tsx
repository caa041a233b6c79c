import { Button } from '@mantine/core'
import { IconCheck, IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import { DropMenu } from '@/shared/ui/DropMenu'
import { useText } from '../i18n'
import { useViews } from '../views'
import { lateDialog } from './late-dialog'

const ViewsDialog = lateDialog(() => import('./ViewsDialog').then((part) => part.ViewsDialog))

/** The views of a list that somebody has given a name, and how they make one. */
export function SavedViews({ list }: { list: string }) {
  const { t } = useText()
  const [editing, setEditing] = useState(false)
  const { views, current, isPlain, open } = useViews(list)
  const chosen = <IconCheck size={16} aria-hidden />
  const shown = current?.name ?? t(isPlain ? 'lists.everything' : 'lists.unsaved')
  return (
    <>
      <DropMenu
        position="bottom-start"
        maw="min(24rem, 90vw)"
        target={
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            aria-label={t('common.labelled', { label: t('lists.view'), value: shown })}
            rightSection={<IconChevronDown size={14} aria-hidden />}
            style={{ minWidth: 0 }}
          >
            {shown}
          </Button>
        }
      >
        {(Menu) => (
          <>
            <Menu.Label>{t('lists.views')}</Menu.Label>
            <Menu.Item rightSection={isPlain ? chosen : null} onClick={() => open({})}>
              {t('lists.everything')}
            </Menu.Item>
            {views.map(({ name, search }) => (
              <Menu.Item
                key={name}
                rightSection={name === current?.name ? chosen : null}
                onClick={() => open(search)}
                style={{ overflowWrap: 'anywhere' }}
              >
                {name}
              </Menu.Item>
            ))}
            <Menu.Divider />
            <Menu.Item onClick={() => setEditing(true)}>{t('lists.edit')}</Menu.Item>
          </>
        )}
      </DropMenu>
      {editing ? <ViewsDialog list={list} onClose={() => setEditing(false)} /> : null}
    </>
  )
}
