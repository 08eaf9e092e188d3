import { Badge, Button, NativeSelect, Popover, Stack } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { sessionQuery, usersQuery } from '../api/queries.ts';
import { texts } from '../texts.ts';
import { wordsOf, type RecordKind } from './kinds.ts';
import classes from './list.module.css';
import { oneOf, origins, type CommonSearch } from './listSearch.ts';

interface Props {
  kind: RecordKind;
  search: CommonSearch;
  ask: (change: Pick<CommonSearch, 'ownerId' | 'origin'>) => void;
  /** How many of the kind's own filters, which are the children, are in use. */
  own?: number;
  clear: () => void;
  children?: ReactNode;
}

/** By owner and by how the record came in, and by what else the kind has. */
export function FilterMenu({ kind, search, ask, own = 0, clear, children }: Props) {
  const me = useQuery(sessionQuery).data?.membershipId;
  const { data: users } = useQuery(usersQuery);
  const active = own + Number(search.ownerId !== undefined) + Number(search.origin !== undefined);
  const t = texts.records.filter;
  return (
    <Popover width={260} position="bottom-end" trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          px="sm"
          rightSection={
            active > 0 ? (
              <Badge circle size="sm">
                {active}
              </Badge>
            ) : null
          }
        >
          <IconFilter size={16} aria-hidden />
          <span className={classes.filterWord}>{t.title}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          {children}
          <NativeSelect
            label={t.owner}
            value={search.ownerId ?? ''}
            onChange={(event) => ask({ ownerId: event.currentTarget.value || undefined })}
            data={[
              { value: '', label: t.everybody },
              ...(me === undefined ? [] : [{ value: me, label: wordsOf(kind).mine }]),
              ...(users?.items ?? [])
                .filter((user) => user.id !== me)
                .map((user) => ({ value: user.id, label: user.name })),
            ]}
          />
          <NativeSelect
            label={t.origin}
            value={search.origin ?? ''}
            onChange={(event) => ask({ origin: oneOf(origins, event.currentTarget.value) })}
            data={[
              { value: '', label: t.anyOrigin },
              ...origins.map((origin) => ({ value: origin, label: texts.records.origins[origin] })),
            ]}
          />
          <Button variant="default" size="compact-sm" disabled={active === 0} onClick={clear}>
            {t.clear}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
