import { Group, Text, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { runQuery } from '../api/channelQueries.ts';
import type { JournalEntry, Kind } from '../api/types.ts';
import { isRecordKind, labelOf, sectionsOf } from '../records/kinds.ts';
import { RecordLink } from '../records/RecordLink.tsx';
import { texts } from '../texts.ts';
import { TextLink } from '../ui/links.tsx';
import { Pages } from '../ui/Pages.tsx';
import { Ago, usePlace } from '../ui/time.tsx';
import { asText } from './asText.ts';
import classes from './channel.module.css';
import { changesOf, RunOutcome } from './Runs.tsx';

const t = texts.channel.runs;

/** Every operation of one run, with the values before and after. */
export function RunJournal({ kind, id }: { kind: Kind; id: string }) {
  const answer = useInfiniteQuery(runQuery(kind, id));
  return (
    <Pages answer={answer}>
      {(pages) => {
        const run = pages[0]?.run;
        const entries = pages.flatMap((page) => page.journal.items);
        return (
          <div className={classes.list}>
            <TextLink
              to="/setup/marketplace/microsoft/office-365/$kind"
              params={{ kind }}
              search={{ tab: 'runs' }}
              size="sm"
              mt="md"
              display="inline-block"
            >
              {t.allRuns}
            </TextLink>
            {run && (
              <>
                <Group gap="xs" mt="xs">
                  <Title order={2}>
                    <Ago at={run.startedAt} />
                  </Title>
                  <RunOutcome run={run} />
                </Group>
                <Text size="sm">{changesOf(run)}</Text>
                {run.sentence !== null && <Text size="sm">{run.sentence}</Text>}
              </>
            )}
            {entries.length === 0 ? (
              <Text c="dimmed" mt="md">
                {t.noEntries}
              </Text>
            ) : (
              entries.map((entry) => <Entry key={entry.id} entry={entry} kind={kind} />)
            )}
          </div>
        );
      }}
    </Pages>
  );
}

function Entry({ entry, kind }: { entry: JournalEntry; kind: Kind }) {
  const { op, side, name, recordId, before, after } = entry;
  return (
    <div className={classes.item}>
      <Text size="sm">
        <strong>{t.ops[op]}</strong> {t.in[side]}:{' '}
        <RecordLink kind={kind} id={side === 'local' ? recordId : null} name={name} />
      </Text>
      <Values kind={kind} before={before} after={after} />
    </div>
  );
}

const FEW = 4;

/** A created record has many fields: they are folded away. */
function Values({ kind, before, after }: Pick<JournalEntry, 'before' | 'after'> & { kind: Kind }) {
  const place = usePlace();
  const touched = new Set([...Object.keys(before), ...Object.keys(after)]);
  const known = isRecordKind(kind)
    ? sectionsOf(kind)
        .flatMap((section) => [...section.fields])
        .filter((field) => touched.has(field))
    : [];
  const fields = new Set<string>([...known, ...touched]);
  const list = (
    <ul className={classes.diff}>
      {[...fields].map((field) => (
        <li key={field}>
          {labelOf(kind, field)}: {field in before && `${asText(kind, field, before[field], place)} → `}
          {asText(kind, field, after[field], place)}
        </li>
      ))}
    </ul>
  );
  if (fields.size <= FEW) return list;
  return (
    <details>
      <summary className={classes.fold}>{texts.records.timeline.fields(fields.size)}</summary>
      {list}
    </details>
  );
}
