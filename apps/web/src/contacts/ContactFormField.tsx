import { Button, Group } from '@mantine/core';
import { useEffect, useState } from 'react';
import { texts } from '../texts.ts';
import { checkField } from './checks.ts';
import classes from './ContactForm.module.css';
import { isContested, keepMine, shown, takeTheirs, typed, type Draft, type Values } from './draft.ts';
import { fieldLabel, type ContactField } from './fields.ts';
import { ValueInput } from './ValueInput.tsx';

/** After so long without a key an unfinished value counts as finished. */
const SETTLE_MS = 700;

interface Props {
  field: ContactField;
  saved: Values;
  draft: Draft;
  setDraft: (change: (draft: Draft) => Draft) => void;
  autoFocus: boolean;
  /** What the server said of the value when it was last sent. */
  refusal: string | null;
}

export function ContactFormField({ field, saved, draft, setDraft, autoFocus, refusal }: Props) {
  const value = shown(draft, saved, field);
  const [settled, setSettled] = useState(true);
  const [sent, setSent] = useState<string | null>(null);
  useEffect(() => setSent(refusal), [refusal]);
  useEffect(() => {
    if (settled) return;
    const timer = setTimeout(() => setSettled(true), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [settled, value]);
  const label = fieldLabel(field);
  const wrong = sent ?? (settled ? checkField(field, value, Date.now()) : null);
  return (
    <div>
      <ValueInput
        field={field}
        label={label}
        value={value}
        autoFocus={autoFocus}
        error={wrong}
        onBlur={() => setSettled(true)}
        onChange={(mine) => {
          setSettled(false);
          setSent(null);
          setDraft((now) => typed(now, saved, field, mine));
        }}
      />
      {isContested(draft, saved, field) && (
        <div
          className={classes.contested}
          role="group"
          aria-label={texts.contacts.form.changedElsewhere(label)}
        >
          {texts.contacts.form.theirs} <strong>{saved[field] || texts.contacts.form.empty}</strong>
          <Group gap={6} mt={6}>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => setDraft((now) => keepMine(now, saved, field))}
            >
              {texts.contacts.form.keepMine}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => setDraft((now) => takeTheirs(now, field))}
            >
              {texts.contacts.form.takeTheirs}
            </Button>
          </Group>
        </div>
      )}
    </div>
  );
}
