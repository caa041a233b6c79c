import { Container } from '@mantine/core'
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { ProblemAlert } from '@/shared/ui/ProblemAlert'

/** A page whose data or code could not be loaded. */
export function LoadFailed({ error }: ErrorComponentProps) {
  const router = useRouter()
  return (
    <Container size="sm" py="xl">
      <ProblemAlert failure={error} onRetry={() => void router.invalidate()} />
    </Container>
  )
}
