import { ActionIcon, Button, NativeSelect, SegmentedControl, Title } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconList, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { sessionQuery, usersQuery } from '../../api/queries.ts';
import { usePermission } from '../../app/permissions.ts';
import { oneOf } from '../../records/listSearch.ts';
import { texts } from '../../texts.ts';
import { LinkButton } from '../../ui/links.tsx';
import classes from './calendar.module.css';
import { views, type View } from './days.ts';

interface Props {
  title: string;
  view: View;
  owner: string | undefined;
  narrow: boolean;
  onView: (view: View) => void;
  onLeaf: (by: 1 | -1) => void;
  onToday: () => void;
  onOwner: (owner: string | undefined) => void;
  onNew: () => void;
}

const t = texts.meetings.calendar;

/** Which time and whose meetings one sees, and ways to others. */
export function CalendarBar({ title, view, owner, narrow, onView, onLeaf, onToday, onOwner, onNew }: Props) {
  return (
    <div className={classes.toolbar}>
      <Button variant="default" onClick={onToday}>
        {t.today}
      </Button>
      <ActionIcon.Group>
        <ActionIcon variant="default" size={36} aria-label={t.previous[view]} onClick={() => onLeaf(-1)}>
          <IconChevronLeft size={18} />
        </ActionIcon>
        <ActionIcon variant="default" size={36} aria-label={t.next[view]} onClick={() => onLeaf(1)}>
          <IconChevronRight size={18} />
        </ActionIcon>
      </ActionIcon.Group>
      <Title order={1} className={classes.title} aria-live="polite">
        {title}
      </Title>
      <Whose owner={owner} onOwner={onOwner} />
      <SegmentedControl
        size="sm"
        aria-label={t.views.title}
        value={view}
        onChange={(value) => onView(oneOf(views, value) ?? view)}
        data={views.map((name) => ({ value: name, label: t.views[name] }))}
      />
      <LinkButton to="/meetings" variant="default" px="sm" aria-label={texts.meetings.list}>
        <IconList size={18} aria-hidden />
      </LinkButton>
      <Button
        leftSection={narrow ? undefined : <IconPlus size={16} aria-hidden />}
        px={narrow ? 'sm' : undefined}
        onClick={onNew}
        aria-label={texts.meetings.new}
      >
        {narrow ? <IconPlus size={18} aria-hidden /> : texts.meetings.new}
      </Button>
    </div>
  );
}

function Whose({ owner, onOwner }: Pick<Props, 'owner' | 'onOwner'>) {
  const me = useQuery(sessionQuery).data?.membershipId;
  const mayAll = usePermission('viewAll');
  const { data: users } = useQuery({ ...usersQuery, enabled: mayAll });
  if (!mayAll) return null;
  return (
    <NativeSelect
      className={classes.whose}
      aria-label={t.whose}
      value={owner ?? ''}
      onChange={(event) => onOwner(event.currentTarget.value || undefined)}
      data={[
        { value: '', label: t.mine },
        { value: 'all', label: t.everybody },
        ...(users?.items ?? [])
          .filter((user) => user.id !== me)
          .map((user) => ({ value: user.id, label: user.name })),
      ]}
    />
  );
}
