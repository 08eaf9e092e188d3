import { Button, CloseButton, Text } from '@mantine/core';
import { IconEdit, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { Contact } from '../api/types.ts';
import { usePermission } from '../app/permissions.ts';
import { texts } from '../texts.ts';
import classes from './ListPage.module.css';
import type { ListSearch } from './listSearch.ts';
import { MassDeleteDialog } from './MassDeleteDialog.tsx';
import { MassUpdateDialog } from './MassUpdateDialog.tsx';
import { countOf, isChosen, none, selectionOf, type Chosen } from './selection.ts';

interface Props {
  chosen: Chosen;
  setChosen: (chosen: Chosen) => void;
  items: readonly Contact[];
  total: number | null;
  search: ListSearch;
}

/** What can be done with the chosen contacts, on this page or on all that match. */
export function SelectionBar({ chosen, setChosen, items, total, search }: Props) {
  const [open, setOpen] = useState<'update' | 'delete' | null>(null);
  const mayUpdate = usePermission('massUpdate');
  const mayDelete = usePermission('massDelete');
  const count = countOf(chosen, total);
  if (count === 0) return null;
  const wholePage = items.every((item) => isChosen(chosen, item.id));
  const more = chosen.mode === 'some' && wholePage && (total === null || total > items.length);
  const t = texts.contacts.selection;
  const dialog = {
    selection: selectionOf(chosen, search),
    count,
    onClose: () => setOpen(null),
    onDone: () => {
      setOpen(null);
      setChosen(none);
    },
  };
  return (
    <div className={classes.bar} role="region" aria-label={t.title}>
      <Text size="sm" fw={500} role="status">
        {count === null ? t.allMatching : t.count(count)}
      </Text>
      {more && (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => setChosen({ mode: 'all', except: new Set() })}
        >
          {total === null ? t.chooseAllMatching : t.chooseAll(total)}
        </Button>
      )}
      <div className={classes.end}>
        {mayUpdate && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconEdit size={14} />}
            onClick={() => setOpen('update')}
          >
            {t.update}
          </Button>
        )}
        {mayDelete && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconTrash size={14} />}
            onClick={() => setOpen('delete')}
          >
            {t.delete}
          </Button>
        )}
        <CloseButton aria-label={t.clear} onClick={() => setChosen(none)} />
      </div>
      {open === 'update' && <MassUpdateDialog {...dialog} />}
      {open === 'delete' && <MassDeleteDialog {...dialog} />}
    </div>
  );
}
