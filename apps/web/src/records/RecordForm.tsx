import { Alert, Button, Group, NativeSelect, SimpleGrid, Stack, Title } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useRef, type FormEvent, type ReactNode } from 'react';
import { asProblem } from '../api/problem.ts';
import { usersQuery } from '../api/queries.ts';
import { usePermission } from '../app/permissions.ts';
import { texts } from '../texts.ts';
import { allShown, isContested, type Draft, type Values } from './draft.ts';
import classes from './form.module.css';
import type { FormFields } from './form.ts';
import { FormField } from './FormField.tsx';

interface Props<Field extends string> {
  fields: FormFields<Field>;
  saved: Values<Field>;
  draft: Draft<Field>;
  setDraft: (change: (draft: Draft<Field>) => Draft<Field>) => void;
  owner: { id: string; change: (id: string) => void };
  error: Error | null;
  saving: boolean;
  onSave: () => void;
  onCancel: () => void;
  /** What stands above the fields, such as a note that an earlier draft is back. */
  children?: ReactNode;
}

/** All fields of a record by section. Checks while one types; a field changed elsewhere asks, and nothing typed is lost. */
export function RecordForm<Field extends string>(props: Props<Field>) {
  const { fields, saved, draft, setDraft, owner, error, saving, onSave, onCancel, children } = props;
  const form = useRef<HTMLFormElement>(null);
  const problem = error === null ? null : asProblem(error);
  const all = fields.sections.flatMap((section) => section.fields);
  const fieldIn = (path: string) => {
    const parts = path.split(/[./]/);
    return parts.find((part) => all.some((field) => field === part)) ?? parts.at(-1);
  };
  const refused = new Map(problem?.errors?.map(({ path, message }) => [fieldIn(path), message]));
  const contested = all.filter((field) => isContested(draft, saved, field));
  const values = allShown(draft, saved);
  const whole = fields.checkWhole(values);

  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (saving) return;
    const wrong = all.find((field) => fields.check(field, values[field]) !== null);
    const stop = contested[0] ?? wrong ?? whole?.field;
    if (stop === undefined) onSave();
    else form.current?.querySelector<HTMLElement>(`[name=${stop}]`)?.focus();
  };
  useHotkeys([['mod+S', () => submit()]], []);

  return (
    <form ref={form} onSubmit={submit} noValidate>
      <Stack gap="lg" className={classes.fields}>
        {children}
        {problem && (
          <Alert color="red" variant="light" role="alert" title={problem.detail}>
            {problem.remedy?.label}
          </Alert>
        )}
        {contested.length > 0 && (
          <Alert color="yellow" variant="light" title={texts.records.form.contestedTitle} role="status">
            {texts.records.form.contested(contested.length)}
          </Alert>
        )}
        {fields.sections.map((section) => (
          <section key={section.title}>
            <Title order={2} mb="sm">
              {section.title}
            </Title>
            <SimpleGrid
              cols={{ base: 1, sm: section.fields.every(fields.isWide) ? 1 : 2 }}
              spacing="md"
              verticalSpacing="sm"
            >
              {section.fields.map((field) => (
                <FormField
                  key={field}
                  fields={fields}
                  field={field}
                  saved={saved}
                  draft={draft}
                  setDraft={setDraft}
                  autoFocus={field === all[0]}
                  refusal={refused.get(field) ?? null}
                />
              ))}
            </SimpleGrid>
          </section>
        ))}
        <Owner {...owner} />
      </Stack>
      <Group className={classes.footer} justify="flex-end">
        {whole !== null && Object.keys(draft).length > 0 && (
          <span className={classes.hint}>{whole.message}</span>
        )}
        <Button variant="default" onClick={onCancel}>
          {texts.common.cancel}
        </Button>
        <Button type="submit" loading={saving}>
          {texts.common.save}
        </Button>
      </Group>
    </form>
  );
}

/** Who owns the record decides whose mailbox it is synced with (C5, T2). */
function Owner({ id, change }: { id: string; change: (id: string) => void }) {
  const { data: users } = useQuery(usersQuery);
  const mayGive = usePermission('editAll');
  const people = (users?.items ?? []).filter((user) => user.state === 'active' || user.id === id);
  if (!mayGive || people.length === 0) return null;
  return (
    <NativeSelect
      label={texts.records.columns.owner}
      maw={360}
      value={id}
      onChange={(event) => change(event.currentTarget.value)}
      data={people.map((user) => ({ value: user.id, label: user.name }))}
    />
  );
}
