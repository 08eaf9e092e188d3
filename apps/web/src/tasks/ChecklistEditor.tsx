import { ActionIcon, Checkbox, Group, Input, Text, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import { texts } from '../texts.ts';
import { stepsOf, stepsText, type Step } from './values.ts';
import classes from './tasks.module.css';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

const t = texts.tasks.checklist;

/** Steps of a task: tick, write, add, remove, and reorder, all by the keyboard too. */
export function ChecklistEditor({ label, value, onChange }: Props) {
  const [next, setNext] = useState('');
  const list = useRef<HTMLUListElement>(null);
  const steps = stepsOf(value);
  const set = (now: Step[]) => onChange(stepsText(now));
  const change = (at: number, to: Partial<Step>) =>
    set(steps.map((step, index) => (index === at ? { ...step, ...to } : step)));
  const focus = (at: number) =>
    requestAnimationFrame(() => list.current?.querySelectorAll<HTMLElement>('input[type=text]')[at]?.focus());
  const move = (from: number, to: number) => {
    const step = steps[from];
    if (step === undefined || to < 0 || to >= steps.length) return;
    set(steps.toSpliced(from, 1).toSpliced(to, 0, step));
    focus(to);
  };
  const add = () => {
    if (next.trim() === '') return;
    set([...steps, { title: next.trim(), done: false }]);
    setNext('');
  };
  const keys = (event: KeyboardEvent, at: number) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.altKey && by !== undefined) move(at, at + by);
    else if (event.key !== 'Enter') return;
    event.preventDefault();
  };
  return (
    <Input.Wrapper label={label} labelElement="div" role="group" aria-label={label}>
      <ul className={classes.steps} ref={list}>
        {steps.map((step, at) => (
          // The place is what a step is known by: two may have the same text.
          <li key={at} className={classes.step}>
            <Checkbox
              aria-label={t.done(step.title)}
              checked={step.done}
              onChange={(event) => change(at, { done: event.currentTarget.checked })}
            />
            <TextInput
              flex={1}
              aria-label={t.text(at + 1)}
              value={step.title}
              onChange={(event) => change(at, { title: event.currentTarget.value })}
              onBlur={() => {
                if (step.title.trim() === '') set(steps.toSpliced(at, 1));
              }}
              onKeyDown={(event) => keys(event, at)}
            />
            <Group gap={2} wrap="nowrap">
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t.up(step.title)}
                disabled={at === 0}
                onClick={() => move(at, at - 1)}
              >
                <IconArrowUp size={16} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t.down(step.title)}
                disabled={at === steps.length - 1}
                onClick={() => move(at, at + 1)}
              >
                <IconArrowDown size={16} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t.remove(step.title)}
                onClick={() => set(steps.toSpliced(at, 1))}
              >
                <IconX size={16} />
              </ActionIcon>
            </Group>
          </li>
        ))}
      </ul>
      <TextInput
        aria-label={t.add}
        placeholder={t.add}
        value={next}
        onChange={(event) => setNext(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          add();
        }}
        onBlur={add}
        rightSection={
          <ActionIcon variant="subtle" aria-label={t.addButton} onClick={add}>
            <IconPlus size={16} />
          </ActionIcon>
        }
      />
      <Text size="xs" c="dimmed" mt={4}>
        {t.addHint}
      </Text>
    </Input.Wrapper>
  );
}
