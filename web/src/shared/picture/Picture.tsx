import { useInViewport } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Product } from '../products'
import classes from './Picture.module.css'
import { pictureQuery } from './picture-query'
import { useObjectUrl } from './use-object-url'

type Props = {
  product: Pick<Product, 'id' | 'name' | 'picture'>
  /** Its edge in pixels: it takes this place before it is there, and where there is none. */
  edge: number
  /** What it shows, for who does not see it; beside the name it says nothing that is new. */
  alt?: string
}

/** What a product looks like, asked for once it comes into sight; its initial where nobody said. */
export function Picture({ product: { id, name, picture }, edge, alt = '' }: Props) {
  const { ref, inViewport } = useInViewport<HTMLSpanElement>()
  const [wasSeen, setSeen] = useState(false)
  if (inViewport && !wasSeen) setSeen(true)
  const size = edge > 48 ? 'large' : 'small'
  const found = useQuery({
    ...pictureQuery({ id, version: picture ?? '', size }),
    enabled: picture !== null && wasSeen,
  })
  const url = useObjectUrl(found.data)
  return (
    <span
      ref={ref}
      className={classes.frame}
      style={{ width: edge, height: edge, fontSize: edge * 0.42 }}
      // Not as text: what reads a row aloud, or copies it, would find a letter too much.
      data-initial={picture === null || found.isError ? initialOf(name) : ''}
    >
      {url ? <img src={url} alt={alt} width={edge} height={edge} /> : null}
    </span>
  )
}

/** The first letter or digit, as people write it. */
const initialOf = (name: string) => /[\p{L}\p{N}]/u.exec(name)?.[0].toLocaleUpperCase() ?? ''
