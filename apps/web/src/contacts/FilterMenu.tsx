import { Badge, Button, NativeSelect, Popover, Stack } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { sessionQuery, usersQuery } from '../api/queries.ts';
import { texts } from '../texts.ts';
import classes from './ListPage.module.css';
import { origins, type ListSearch } from './listSearch.ts';

/** By owner and by how the contact came in. */
export function FilterMenu({
  search,
  ask,
}: {
  search: ListSearch;
  ask: (change: Partial<ListSearch>) => void;
}) {
  const me = useQuery(sessionQuery).data?.membershipId;
  const { data: users } = useQuery(usersQuery);
  const active = Number(search.ownerId !== undefined) + Number(search.origin !== undefined);
  const t = texts.contacts.filter;
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
          <NativeSelect
            label={t.owner}
            value={search.ownerId ?? ''}
            onChange={(event) => ask({ ownerId: event.currentTarget.value || undefined })}
            data={[
              { value: '', label: t.everybody },
              ...(me === undefined ? [] : [{ value: me, label: t.mine }]),
              ...(users?.items ?? [])
                .filter((user) => user.id !== me)
                .map((user) => ({ value: user.id, label: user.name })),
            ]}
          />
          <NativeSelect
            label={t.origin}
            value={search.origin ?? ''}
            onChange={(event) =>
              ask({ origin: origins.find((origin) => origin === event.currentTarget.value) })
            }
            data={[
              { value: '', label: t.anyOrigin },
              ...origins.map((origin) => ({ value: origin, label: texts.contacts.origins[origin] })),
            ]}
          />
          <Button
            variant="default"
            size="compact-sm"
            disabled={active === 0}
            onClick={() => ask({ ownerId: undefined, origin: undefined })}
          >
            {t.clear}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
