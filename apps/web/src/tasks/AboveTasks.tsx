import { Button, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, take } from '../api/client.ts';
import { texts } from '../texts.ts';
import { notifyDone } from '../ui/notify.tsx';
import { usePlace } from '../ui/time.tsx';
import { dateIn } from './clock.ts';
import { views, type TaskSearch } from './listSearch.ts';
import classes from './tasks.module.css';

type View = (typeof views)[number];

interface Props {
  view: View;
  onView: (view: NonNullable<TaskSearch['view']> | undefined) => void;
}

/** Which tasks one sees, and a field to add one quickly. */
export function AboveTasks({ view, onView }: Props) {
  const t = texts.tasks.views;
  return (
    <div className={classes.above}>
      <div className={classes.views} role="group" aria-label={t.title}>
        {views.map((name) => (
          <Button
            key={name}
            size="compact-md"
            variant={view === name ? 'light' : 'subtle'}
            color={view === name ? 'brand' : 'gray'}
            aria-pressed={view === name}
            style={{ flex: 'none' }}
            onClick={() => onView(name === 'mine' ? undefined : name)}
          >
            {t[name]}
          </Button>
        ))}
      </div>
      <QuickAdd today={view === 'today'} />
    </div>
  );
}

/** A subject and Enter make a task; where one looks at today, it is due today. */
function QuickAdd({ today }: { today: boolean }) {
  const [subject, setSubject] = useState('');
  const { timeZone } = usePlace();
  const client = useQueryClient();
  const add = useMutation({
    mutationFn: () => {
      const due = today ? { dueDate: dateIn(Date.now(), timeZone) } : {};
      return take(api.POST('/api/tasks', { body: { subject: subject.trim(), ...due } }));
    },
    onSuccess: async () => {
      setSubject('');
      await client.invalidateQueries({ queryKey: ['tasks'] });
      notifyDone(texts.tasks.added);
    },
  });
  return (
    <form
      className={classes.quickAdd}
      onSubmit={(event) => {
        event.preventDefault();
        if (subject.trim() !== '' && !add.isPending) add.mutate();
      }}
    >
      <TextInput
        aria-label={texts.tasks.quickAdd}
        placeholder={texts.tasks.quickAddHint}
        leftSection={<IconPlus size={16} aria-hidden />}
        maxLength={1000}
        value={subject}
        onChange={(event) => setSubject(event.currentTarget.value)}
      />
    </form>
  );
}
