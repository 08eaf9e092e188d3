import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalText } from '../content/content.ts';
import { contact } from './contact.ts';
import { normaliseContent } from './kind.ts';
import { task } from './task.ts';

describe('fields are normalised once', () => {
  test.each([contact, task])('V12 normalising twice changes nothing: $name', (kind) => {
    const values = Object.fromEntries(kind.fields.map((field) => [field.name, fc.option(fc.anything())]));
    fc.assert(
      fc.property(fc.record(values), (input) => {
        const once = normaliseContent(kind, input);
        expect(normaliseContent(kind, once)).toEqual(once);
      }),
    );
  });

  test('any text: canonical text has no control characters, no trailing white space and one kind of line end', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (description) => {
        const content = normaliseContent(contact, { description });
        const value = canonicalText(content['description']);
        expect(value).toEqual(value.trim());
        expect(value).not.toMatch(/\r|[^\S\n]\n/);
        expect(normaliseContent(contact, content)).toEqual(content);
      }),
    );
  });

  test('empty input is no value', () => {
    expect(normaliseContent(contact, { firstName: '  ', email: '', dateOfBirth: '2026-02-30' })).toEqual({});
  });

  test('a task: usual status and priority are no value, a recurrence keeps only what its pattern uses', () => {
    const filler = { month: 0, dayOfMonth: 0, index: 'first', firstDayOfWeek: 'sunday' };
    const range = { type: 'noEnd', startDate: '2026-01-05', endDate: '0001-01-01', numberOfOccurrences: 0 };
    const content = normaliseContent(task, {
      subject: ' Call  Ada ',
      status: 'notStarted',
      priority: 'highest',
      recurrence: { ...filler, type: 'weekly', interval: 2, daysOfWeek: ['friday', 'monday'], range },
      checklist: [{ title: 'one', done: true }, { title: ' ' }],
      categories: ['b', 'a', 'b'],
    });
    expect(content).toEqual({
      subject: 'Call Ada',
      priority: 'highest',
      recurrence: {
        type: 'weekly',
        interval: 2,
        daysOfWeek: ['monday', 'friday'],
        firstDayOfWeek: 'sunday',
        range: { type: 'noEnd', startDate: '2026-01-05' },
      },
      checklist: [{ title: 'one', done: true }],
      categories: ['a', 'b'],
    });
  });
});
