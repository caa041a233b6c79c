import { Alert, Text } from '@mantine/core'
import { useEffect, useEffectEvent, useState } from 'react'
import { useText } from '@/shared/i18n'
import { Dialog } from '@/shared/ui/Dialog'
import { ReaderMissing, readCodes } from './camera'
import classes from './till.module.css'

type Props = { onCode: (code: string) => void; onClose: () => void }

/** The picture of the camera, from which every code is taken that comes into view. */
export default function CameraDialog({ onCode, onClose }: Props) {
  const { t } = useText()
  // A window shows what is in it a moment after it opens: the camera starts when there is a place
  // for its picture.
  const [video, setVideo] = useState<HTMLVideoElement | null>(null)
  const [failure, fail] = useState<'cameraRefused' | 'cameraFailed' | null>(null)
  const [last, setLast] = useState('')
  const take = useEffectEvent((code: string) => {
    setLast(code)
    navigator.vibrate?.(60)
    onCode(code)
  })

  useEffect(() => {
    if (!video) return
    let over = false
    let stop: (() => void) | undefined
    readCodes(video, (code) => take(code)).then(
      (end) => {
        stop = end
        if (over) end()
      },
      (reason) => {
        if (!over) fail(reason instanceof ReaderMissing ? 'cameraFailed' : 'cameraRefused')
      },
    )
    return () => {
      over = true
      stop?.()
    }
  }, [video])

  return (
    <Dialog opened onClose={onClose} title={t('till.cameraTitle')}>
      {failure ? (
        <Alert role="alert" color="red" variant="light">
          {t(`till.${failure}`)}
        </Alert>
      ) : (
        <>
          <video ref={setVideo} className={classes.camera} muted playsInline />
          <Text c="dimmed" size="sm" mt="xs">
            {t('till.cameraText')}
          </Text>
          <Text fw={600} mih="1.55em" role="status">
            {last}
          </Text>
        </>
      )}
    </Dialog>
  )
}
