import { Button, Group } from '@mantine/core';
import { useEffect, useState } from 'react';
import { texts } from '../texts.ts';
import classes from './form.module.css';
import type { FormFields } from './form.ts';
import { labelOf } from './kinds.ts';
import {
  allShown,
  isContested,
  keepMine,
  shown,
  takeTheirs,
  typed,
  type Draft,
  type Values,
} from './draft.ts';
import { usePlace } from '../ui/time.tsx';
import { valueText } from './values.ts';

/** After so long without a key an unfinished value counts as finished. */
const SETTLE_MS = 700;

interface Props<Field extends string> {
  fields: FormFields<Field>;
  field: Field;
  saved: Values<Field>;
  draft: Draft<Field>;
  setDraft: (change: (draft: Draft<Field>) => Draft<Field>) => void;
  autoFocus: boolean;
  /** What the server said of the value when it was last sent. */
  refusal: string | null;
}

export function FormField<Field extends string>(props: Props<Field>) {
  const { fields, field, saved, draft, setDraft, autoFocus, refusal } = props;
  const { kind, Input, check } = fields;
  const place = usePlace();
  const value = shown(draft, saved, field);
  const [settled, setSettled] = useState(true);
  const [sent, setSent] = useState<string | null>(null);
  useEffect(() => setSent(refusal), [refusal]);
  useEffect(() => {
    if (settled) return;
    const timer = setTimeout(() => setSettled(true), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [settled, value]);
  const label = labelOf(kind, field);
  const wrong = sent ?? (settled ? check(field, value) : null);
  return (
    <div style={fields.isWide(field) ? { gridColumn: '1 / -1' } : undefined}>
      <Input
        field={field}
        label={label}
        value={value}
        values={allShown(draft, saved)}
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
          aria-label={texts.records.form.changedElsewhere(label)}
        >
          {texts.records.form.theirs}{' '}
          <strong>
            {saved[field] === '' ? texts.records.form.empty : valueText(kind, field, saved[field], place)}
          </strong>
          <Group gap={6} mt={6}>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => setDraft((now) => keepMine(now, saved, field))}
            >
              {texts.records.form.keepMine}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => setDraft((now) => takeTheirs(now, field))}
            >
              {texts.records.form.takeTheirs}
            </Button>
          </Group>
        </div>
      )}
    </div>
  );
}
