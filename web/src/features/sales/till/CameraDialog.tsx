import { Alert, Text } from '@mantine/core'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useText } from '@/shared/i18n'
import { Dialog } from '@/shared/ui/Dialog'
import { readCodes } from './camera'
import classes from './till.module.css'

type Props = { onCode: (code: string) => void; onClose: () => void }

/** The picture of the camera, from which every code is taken that comes into view. */
export default function CameraDialog({ onCode, onClose }: Props) {
  const { t } = useText()
  const video = useRef<HTMLVideoElement>(null)
  const [isRefused, refuse] = useState(false)
  const [last, setLast] = useState('')
  const take = useEffectEvent((code: string) => {
    setLast(code)
    navigator.vibrate?.(60)
    onCode(code)
  })

  useEffect(() => {
    if (!video.current) return
    let over = false
    let stop: (() => void) | undefined
    readCodes(video.current, (code) => take(code)).then(
      (end) => {
        stop = end
        if (over) end()
      },
      () => {
        if (!over) refuse(true)
      },
    )
    return () => {
      over = true
      stop?.()
    }
  }, [])

  return (
    <Dialog opened onClose={onClose} title={t('till.cameraTitle')}>
      {isRefused ? (
        <Alert role="alert" color="red" variant="light">
          {t('till.cameraRefused')}
        </Alert>
      ) : (
        <>
          <video ref={video} className={classes.camera} muted playsInline />
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
