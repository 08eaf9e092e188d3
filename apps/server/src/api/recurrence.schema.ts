import { weekdays, weekIndexes } from '@counterpart/engine';
import { z } from 'zod';

const day = z.iso.date();

/** How a record repeats: pattern and range, as Microsoft Graph has them ("recurrencePattern", "recurrenceRange"). */
export const recurrence = z
  .strictObject({
    type: z.enum([
      'daily',
      'weekly',
      'absoluteMonthly',
      'relativeMonthly',
      'absoluteYearly',
      'relativeYearly',
    ]),
    interval: z.number().int().min(1).max(999),
    daysOfWeek: z.array(z.enum(weekdays)).max(7).optional(),
    firstDayOfWeek: z.enum(weekdays).optional(),
    dayOfMonth: z.number().int().min(1).max(31).optional(),
    month: z.number().int().min(1).max(12).optional(),
    index: z.enum(weekIndexes).optional(),
    range: z.strictObject({
      type: z.enum(['noEnd', 'endDate', 'numbered']),
      /** The date of the first occurrence. */
      startDate: day,
      endDate: day.optional(),
      numberOfOccurrences: z.number().int().min(1).max(999_999).optional(),
    }),
  })
  .meta({ id: 'Recurrence' });
