import { accuracy } from '@/features/accuracy/texts.fr'
import { calendar } from '@/features/calendar/texts.fr'

export const texts = { accuracy, calendar }
