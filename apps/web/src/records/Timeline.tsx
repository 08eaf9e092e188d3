import { Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { timelineQuery } from '../api/recordQueries.ts';
import type { TimelineItem } from '../api/types.ts';
import { texts } from '../texts.ts';
import { TextLink } from '../ui/links.tsx';
import { FailedState } from '../ui/states.tsx';
import { Ago, usePlace } from '../ui/time.tsx';
import classes from './record.module.css';
import { labelOf, type RecordKind } from './kinds.ts';
import { valueText } from './values.ts';

/** B5: what came from where, when, which fields, which run. The latest first. */
export function Timeline({ kind, id }: { kind: RecordKind; id: string }) {
  const { data, error, refetch } = useQuery(timelineQuery(kind, id));
  return (
    <section aria-labelledby="timeline-title">
      <Title order={2} id="timeline-title">
        {texts.records.timeline.title}
      </Title>
      {error && !data && <FailedState error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={120} mt="sm" />}
      {data && (
        <ol className={classes.events}>
          {data.items.map((item, index) => (
            // Entries are only ever added: counted from the oldest, an entry keeps its number.
            <li key={data.items.length - index}>
              <Entry kind={kind} item={item} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

interface Props {
  kind: RecordKind;
  item: TimelineItem;
}

function Entry({ kind, item }: Props) {
  const t = texts.records.timeline;
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
              params={{ kind }}
              search={{ tab: 'runs', run: item.runId }}
              size="xs"
            >
              {t.run}
            </TextLink>
          </>
        )}
      </Text>
      <Changes kind={kind} item={item} />
    </>
  );
}

/** A new record has many fields: they are folded away, because they stand beside the timeline anyway. */
const FEW = 4;

function Changes({ kind, item: { changes } }: Props) {
  const { locale, timeZone } = usePlace();
  const valueOf = (field: string, value: string) => valueText(kind, field, value, { locale, timeZone });
  const list = (
    <ul className={classes.changes}>
      {changes.map(({ field, before, after }) => (
        <li key={field}>
          {labelOf(kind, field)}:{' '}
          {before !== null && (
            <>
              <del>{valueOf(field, before)}</del> →{' '}
            </>
          )}
          {after === null ? <em>{texts.records.timeline.emptied}</em> : <ins>{valueOf(field, after)}</ins>}
        </li>
      ))}
    </ul>
  );
  if (changes.length <= FEW) return list;
  return (
    <details>
      <summary className={classes.fold}>{texts.records.timeline.fields(changes.length)}</summary>
      {list}
    </details>
  );
}
