import type { Translate } from './i18n'
import { fieldText } from './problem'
import { rules } from './rules'

type Issue = {
  code: string
  path: PropertyKey[]
  origin?: string
  format?: string
  minimum?: number | bigint
  maximum?: number | bigint
  inclusive?: boolean
  input?: unknown
}

type Body = keyof typeof import('@/api/rules').rules

/** zod/mini says only "Invalid input"; the issue's code says which rule it was. */
function issueText(t: Translate, issue: Issue): string {
  const { minimum, maximum, inclusive } = issue
  if (issue.origin === 'array' && issue.code === 'too_small') return fieldText(t, 'too_short')
  const text = issue.origin === 'string'
  switch (issue.code) {
    case 'too_small':
      return text
        ? fieldText(t, 'string_too_short', { min_length: minimum })
        : inclusive === false
          ? fieldText(t, 'greater_than', { gt: minimum })
          : fieldText(t, 'greater_than_equal', { ge: minimum })
    case 'too_big':
      return text
        ? fieldText(t, 'string_too_long', { max_length: maximum })
        : inclusive === false
          ? fieldText(t, 'less_than', { lt: maximum })
          : fieldText(t, 'less_than_equal', { le: maximum })
    case 'invalid_format':
      return fieldText(t, issue.format === 'email' ? 'email' : 'invalid')
    case 'invalid_union':
      return fieldText(t, issue.input === undefined ? 'required' : 'invalid')
    case 'invalid_type':
      return fieldText(t, issue.format === 'safeint' ? 'int_type' : 'required')
    default:
      return fieldText(t, issue.code)
  }
}

/**
 * Checks the body that a form is sent as against its schema, so that the rules are the
 * service's own. Where they have not come yet the service alone says what is wrong.
 */
export function bodyErrors(t: Translate, name: Body, body: object): Record<string, string> {
  const result = rules.known?.[name].safeParse(body)
  if (!result || result.success) return {}
  const issues = result.error.issues as Issue[]
  return Object.fromEntries(
    issues.toReversed().map((issue) => [issue.path.join('.'), issueText(t, issue)]),
  )
}
