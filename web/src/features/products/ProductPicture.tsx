import { Button, Loader } from '@mantine/core'
import { IconCamera, IconPhoto, IconTrash, IconUpload } from '@tabler/icons-react'
import { type ReactNode, useRef, useState } from 'react'
import { useText } from '@/shared/i18n'
import { Picture } from '@/shared/picture/Picture'
import type { Product } from '@/shared/products'
import { DropMenu } from '@/shared/ui/DropMenu'
import { useUser } from '@/shared/user'
import classes from './ProductPicture.module.css'
import { usePicture } from './use-picture'

const EDGE = 104

/** What the product looks like; who may change it chooses a file, takes a photo or drops one. */
export function ProductPicture({ product }: { product: Product }) {
  const { t } = useText()
  const { mayManage } = useUser()
  const { name, picture, archived } = product
  const shown = <Picture product={product} edge={EDGE} alt={t('products.pictureOf', { name })} />
  if (mayManage && !archived) return <Changeable product={product}>{shown}</Changeable>
  return picture === null ? null : shown
}

type ChangeableProps = { product: Product; children: ReactNode }

function Changeable({ product, children }: ChangeableProps) {
  const { t } = useText()
  const change = usePicture(product)
  const [over, setOver] = useState(false)
  const file = useRef<HTMLInputElement>(null)
  const camera = useRef<HTMLInputElement>(null)
  const take = (chosen: FileList | null | undefined) => {
    if (chosen?.[0]) change.mutate(chosen[0])
  }
  const input = (ref: typeof file, more: { capture?: 'environment' } = {}) => (
    <input
      ref={ref}
      type="file"
      accept="image/*"
      hidden
      {...more}
      onChange={({ currentTarget }) => {
        take(currentTarget.files)
        // The same file again is a change too.
        currentTarget.value = ''
      }}
    />
  )
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is dropped can be chosen in the menu too
    <div
      className={classes.picture}
      data-over={over || undefined}
      data-testid="picture"
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files)
      }}
    >
      {children}
      <DropMenu
        position="bottom-start"
        target={
          <Button
            size="compact-xs"
            variant="default"
            disabled={change.isPending}
            leftSection={
              change.isPending ? <Loader size={12} /> : <IconPhoto size={14} aria-hidden />
            }
          >
            {t('products.picture')}
          </Button>
        }
      >
        {(Menu) => (
          <>
            <Menu.Item
              leftSection={<IconUpload size={16} aria-hidden />}
              onClick={() => file.current?.click()}
            >
              {t('products.pictureChoose')}
            </Menu.Item>
            <Menu.Item
              className={classes.camera}
              leftSection={<IconCamera size={16} aria-hidden />}
              onClick={() => camera.current?.click()}
            >
              {t('products.pictureTake')}
            </Menu.Item>
            {product.picture === null ? null : (
              <Menu.Item
                leftSection={<IconTrash size={16} aria-hidden />}
                onClick={() => change.mutate(null)}
              >
                {t('products.pictureRemove')}
              </Menu.Item>
            )}
          </>
        )}
      </DropMenu>
      {input(file)}
      {input(camera, { capture: 'environment' })}
    </div>
  )
}
