import { Button, CloseButton, Text } from '@mantine/core';
import { IconEdit, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { usePermission } from '../app/permissions.ts';
import { texts } from '../texts.ts';
import type { FormFields } from './form.ts';
import { wordsOf } from './kinds.ts';
import classes from './list.module.css';
import { MassDeleteDialog } from './MassDeleteDialog.tsx';
import { MassUpdateDialog, type MassChange } from './MassUpdateDialog.tsx';
import { countOf, isChosen, none, type Chosen } from './selection.ts';

/** The API's calls for the chosen records. */
export interface MassCalls<Field extends string> {
  update: (change: MassChange<Field>) => Promise<{ changed: number }>;
  delete: () => Promise<{ deleted: number }>;
}

interface Props<Field extends string> {
  fields: FormFields<Field>;
  calls: MassCalls<Field>;
  chosen: Chosen;
  setChosen: (chosen: Chosen) => void;
  items: readonly { id: string }[];
  total: number | null;
}

/** What can be done with the chosen records, on this page or on all that match. */
export function SelectionBar<Field extends string>(props: Props<Field>) {
  const { fields, calls, chosen, setChosen, items, total } = props;
  const [open, setOpen] = useState<'update' | 'delete' | null>(null);
  const mayUpdate = usePermission('massUpdate');
  const mayDelete = usePermission('massDelete');
  const count = countOf(chosen, total);
  if (count === 0) return null;
  const wholePage = items.every((item) => isChosen(chosen, item.id));
  const more = chosen.mode === 'some' && wholePage && (total === null || total > items.length);
  const t = texts.records.selection;
  const dialog = {
    count,
    onClose: () => setOpen(null),
    onDone: () => {
      setOpen(null);
      setChosen(none);
    },
  };
  return (
    <div className={classes.bar} role="region" aria-label={wordsOf(fields.kind).chosen}>
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
      {open === 'update' && <MassUpdateDialog {...dialog} fields={fields} send={calls.update} />}
      {open === 'delete' && <MassDeleteDialog {...dialog} kind={fields.kind} send={calls.delete} />}
    </div>
  );
}
