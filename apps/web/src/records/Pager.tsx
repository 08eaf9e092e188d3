import { ActionIcon, Group, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { texts } from '../texts.ts';
import classes from './list.module.css';

interface Props {
  page: number;
  firstIndex: number;
  count: number;
  total: number | null;
  hasNext: boolean;
  onPage: (page: number) => void;
}

export function Pager({ page, firstIndex, count, total, hasNext, onPage }: Props) {
  return (
    <nav className={classes.pager} aria-label={texts.records.pages.title}>
      <Text size="sm" c="dimmed">
        {count > 0 ? texts.records.pages.range(firstIndex + 1, firstIndex + count, total) : ''}
      </Text>
      <Group gap={6}>
        <ActionIcon
          variant="default"
          size={32}
          disabled={page === 1}
          aria-label={texts.records.pages.previous}
          onClick={() => onPage(page - 1)}
        >
          <IconChevronLeft size={18} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size={32}
          disabled={!hasNext}
          aria-label={texts.records.pages.next}
          onClick={() => onPage(page + 1)}
        >
          <IconChevronRight size={18} />
        </ActionIcon>
      </Group>
    </nav>
  );
}
