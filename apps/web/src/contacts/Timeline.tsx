import { Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { timelineQuery } from '../api/queries.ts';
import type { TimelineItem } from '../api/types.ts';
import { texts } from '../texts.ts';
import { TextLink } from '../ui/links.tsx';
import { FailedState } from '../ui/states.tsx';
import { Ago } from '../ui/time.tsx';
import classes from './RecordPage.module.css';
import { fieldLabel } from './fields.ts';

/** B5: what came from where, when, which fields, which run. The latest first. */
export function Timeline({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(timelineQuery(id));
  return (
    <section aria-labelledby="timeline-title">
      <Title order={2} id="timeline-title">
        {texts.contacts.timeline.title}
      </Title>
      {error && !data && <FailedState error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={120} mt="sm" />}
      {data && (
        <ol className={classes.events}>
          {data.items.map((item, index) => (
            // Entries are only ever added: counted from the oldest, an entry keeps its number.
            <li key={data.items.length - index}>
              <Entry item={item} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Entry({ item }: { item: TimelineItem }) {
  const t = texts.contacts.timeline;
  return (
    <>
      <Text size="sm">
        <strong>{t.ops[item.op]}</strong> {t.sources[item.source]}
        {item.by !== null && item.source !== 'microsoft365' && ` ${t.by(item.by.name)}`}
      </Text>
      <Text size="xs" c="dimmed">
        <Ago at={item.at} />
        {item.runId !== null && (
          <>
            {' · '}
            <TextLink
              to="/setup/marketplace/microsoft/office-365/$kind"
              params={{ kind: 'contact' }}
              search={{ tab: 'runs', run: item.runId }}
              size="xs"
            >
              {t.run}
            </TextLink>
          </>
        )}
      </Text>
      <Changes item={item} />
    </>
  );
}

/** A new contact has many fields: they are folded away, because they stand beside the timeline anyway. */
const FEW = 4;

function Changes({ item: { changes } }: { item: TimelineItem }) {
  const list = (
    <ul className={classes.changes}>
      {changes.map(({ field, before, after }) => (
        <li key={field}>
          {nameOf(field)}:{' '}
          {before !== null && (
            <>
              <del>{valueOf(field, before)}</del> →{' '}
            </>
          )}
          {after === null ? <em>{texts.contacts.timeline.emptied}</em> : <ins>{valueOf(field, after)}</ins>}
        </li>
      ))}
    </ul>
  );
  if (changes.length <= FEW) return list;
  return (
    <details>
      <summary className={classes.fold}>{texts.contacts.timeline.fields(changes.length)}</summary>
      {list}
    </details>
  );
}

const nameOf = (field: string): string =>
  field === 'owner' || field === 'origin' ? texts.contacts.columns[field] : fieldLabel(field);

function valueOf(field: string, value: string): string {
  const origins: { readonly [origin: string]: string } = texts.contacts.origins;
  return field === 'origin' ? (origins[value] ?? value) : value;
}
