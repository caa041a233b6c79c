import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentPropsWithRef } from 'react'

type AnchorElement = Omit<ComponentPropsWithRef<'a'>, 'color' | 'style' | 'size'>

function ButtonAnchor(props: ButtonProps & AnchorElement) {
  return <Button component="a" {...props} />
}

function TextAnchor(props: AnchorProps & AnchorElement) {
  return <Anchor {...props} />
}

/** A button that leads to another page. */
export const ButtonLink = createLink(ButtonAnchor)

/** A link inside of text or a table. */
export const TextLink = createLink(TextAnchor)
