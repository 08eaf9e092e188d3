import { Button, Text, Title } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { wordsOf, type RecordKind } from '../records/kinds.ts';
import { texts } from '../texts.ts';
import classes from './import.module.css';

interface Props {
  kind: RecordKind;
  reading: boolean;
  onFile: (file: File) => void;
}

const accepted = {
  contact: '.csv,.vcf,text/csv,text/vcard',
  meeting: '.csv,.ics,text/csv,text/calendar',
  task: '.csv,text/csv',
};

/** A file is dropped here or chosen with the button. */
export function FileDrop({ kind, reading, onFile }: Props) {
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const t = texts.import;
  const words = wordsOf(kind).import;
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file && !reading) onFile(file);
  };
  return (
    <div
      className={classes.drop}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
    >
      <IconFileImport size={40} stroke={1.5} aria-hidden />
      <Title order={2}>{words.drop}</Title>
      <Text size="sm" c="dimmed">
        {words.formats}
      </Text>
      <input
        ref={input}
        type="file"
        hidden
        accept={accepted[kind]}
        aria-label={t.choose}
        onChange={(event) => {
          take(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
      <Button mt="sm" loading={reading} onClick={() => input.current?.click()}>
        {t.choose}
      </Button>
    </div>
  );
}
