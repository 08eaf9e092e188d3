import { Anchor, Text, Title } from '@mantine/core';
import type { Contact } from '../api/types.ts';
import { texts } from '../texts.ts';
import { plainDate, usePlace } from '../ui/time.tsx';
import classes from '../records/record.module.css';
import { contactSections, fieldLabel, fieldType, type ContactField } from './fields.ts';

/** The fields that have a value, by section. */
export function ContactValues({ contact }: { contact: Contact }) {
  const filled = contactSections
    .map(({ title, fields }) => ({ title, fields: fields.filter((field) => contact[field] !== null) }))
    .filter(({ fields }) => fields.length > 0);
  if (filled.length === 0) return <Text c="dimmed">{texts.records.record.nothing}</Text>;
  return filled.map(({ title, fields }) => (
    <section key={title} className={classes.section}>
      <Title order={2}>{title}</Title>
      <dl className={classes.values}>
        {fields.map((field) => (
          <div key={field} className={classes.pair}>
            <dt>{fieldLabel(field)}</dt>
            <dd>
              <Value field={field} value={contact[field] ?? ''} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  ));
}

function Value({ field, value }: { field: ContactField; value: string }) {
  const { locale } = usePlace();
  switch (fieldType(field)) {
    case 'email':
      return (
        <Anchor inherit href={`mailto:${encodeURIComponent(value).replaceAll('%40', '@')}`}>
          {value}
        </Anchor>
      );
    case 'tel':
      return (
        <Anchor inherit href={`tel:${value.replace(/[^+\d*#,;]/g, '')}`}>
          {value}
        </Anchor>
      );
    case 'date':
      return plainDate(value, locale);
    default:
      return value;
  }
}
