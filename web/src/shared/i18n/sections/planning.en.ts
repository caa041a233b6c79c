import { accuracy } from '@/features/accuracy/texts.en'
import { calendar } from '@/features/calendar/texts.en'

export const texts = { accuracy, calendar }
