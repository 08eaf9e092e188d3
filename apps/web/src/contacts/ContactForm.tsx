import { Alert, Button, Group, NativeSelect, SimpleGrid, Stack, Title } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useRef, type FormEvent, type ReactNode } from 'react';
import { usersQuery } from '../api/queries.ts';
import { usePermission } from '../app/permissions.ts';
import { asProblem } from '../api/problem.ts';
import { texts } from '../texts.ts';
import { checkField, checkWhole } from './checks.ts';
import classes from './ContactForm.module.css';
import { ContactFormField } from './ContactFormField.tsx';
import { isContested, shown, type Draft, type Values } from './draft.ts';
import { contactFields, contactSections } from './fields.ts';

interface Props {
  saved: Values;
  draft: Draft;
  setDraft: (change: (draft: Draft) => Draft) => void;
  owner: { id: string; change: (id: string) => void };
  error: Error | null;
  saving: boolean;
  onSave: () => void;
  onCancel: () => void;
  /** What stands above the fields, such as a note that an earlier draft is back. */
  children?: ReactNode;
}

/** All fields of a contact by section. Checks while one types; a field changed elsewhere asks, and nothing typed is lost. */
export function ContactForm(props: Props) {
  const { saved, draft, setDraft, owner, error, saving, onSave, onCancel, children } = props;
  const form = useRef<HTMLFormElement>(null);
  const problem = error === null ? null : asProblem(error);
  const refused = new Map(problem?.errors?.map(({ path, message }) => [path.split(/[./]/).at(-1), message]));
  const contested = contactFields.filter((field) => isContested(draft, saved, field));

  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (saving) return;
    const values = Object.fromEntries(
      contactFields.map((field) => [field, shown(draft, saved, field)]),
    ) as Values;
    const wrong = contactFields.find((field) => checkField(field, values[field], Date.now()) !== null);
    const nameless = checkWhole(values) !== null ? ('lastName' as const) : undefined;
    const stop = contested[0] ?? wrong ?? nameless;
    if (stop === undefined) onSave();
    else form.current?.querySelector<HTMLElement>(`[name=${stop}]`)?.focus();
  };
  useHotkeys([['mod+S', () => submit()]], []);
  const whole = checkWhole(
    Object.fromEntries(contactFields.map((field) => [field, shown(draft, saved, field)])) as Values,
  );

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
          <Alert color="yellow" variant="light" title={texts.contacts.form.contestedTitle} role="status">
            {texts.contacts.form.contested(contested.length)}
          </Alert>
        )}
        {contactSections.map((section) => (
          <section key={section.title}>
            <Title order={2} mb="sm">
              {section.title}
            </Title>
            <SimpleGrid
              cols={{ base: 1, sm: section.fields.length > 1 ? 2 : 1 }}
              spacing="md"
              verticalSpacing="sm"
            >
              {section.fields.map((field) => (
                <ContactFormField
                  key={field}
                  field={field}
                  saved={saved}
                  draft={draft}
                  setDraft={setDraft}
                  autoFocus={field === 'firstName'}
                  refusal={refused.get(field) ?? null}
                />
              ))}
            </SimpleGrid>
          </section>
        ))}
        <Owner {...owner} />
      </Stack>
      <Group className={classes.footer} justify="flex-end">
        {whole !== null && Object.keys(draft).length > 0 && <span className={classes.hint}>{whole}</span>}
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

/** Who owns the contact decides whose mailbox it is synced with (C5). */
function Owner({ id, change }: Props['owner']) {
  const { data: users } = useQuery(usersQuery);
  const mayGive = usePermission('editAll');
  const people = (users?.items ?? []).filter((user) => user.state === 'active' || user.id === id);
  if (!mayGive || people.length === 0) return null;
  return (
    <NativeSelect
      label={texts.contacts.columns.owner}
      maw={360}
      value={id}
      onChange={(event) => change(event.currentTarget.value)}
      data={people.map((user) => ({ value: user.id, label: user.name }))}
    />
  );
}
