import { Button, Group, NativeSelect, Radio, Stack, Table, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { ImportPreview, StartImport } from '../api/types.ts';
import { FieldOptions } from '../records/FieldOptions.tsx';
import { labelOf, sectionsOf, wordsOf, type RecordKind } from '../records/kinds.ts';
import { texts } from '../texts.ts';
import classes from './import.module.css';
import { RefusedRows } from './RefusedRows.tsx';

interface Props {
  kind: RecordKind;
  preview: ImportPreview;
  starting: boolean;
  onStart: (input: StartImport) => void;
  onOther: () => void;
}

/** Column of the file → field of the record: one of those that the server or the selects below offer. */
interface Mapping {
  readonly [column: string]: string;
}

const t = texts.import;
const duplicateChoices = ['skip', 'update', 'create'] as const;

/** Which column goes where, seen beside the first values of the file, and what to do with records that are already there. */
export function MappingStep({ kind, preview, starting, onStart, onOther }: Props) {
  const [mapping, setMapping] = useState<Mapping>(preview.suggestedMapping);
  const [duplicates, setDuplicates] = useState<StartImport['duplicates']>('skip');
  const words = wordsOf(kind).import;
  const fields = Object.values(mapping);
  const twice = fields.filter((field, index) => fields.indexOf(field) !== index);
  const set = (column: string, field: string) =>
    setMapping(({ [column]: _old, ...rest }) => (field === '' ? rest : { ...rest, [column]: field }));
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <Text fw={500}>{t.rows(preview.rowCount, preview.fileName)}</Text>
        <Button variant="default" size="compact-sm" onClick={onOther}>
          {t.other}
        </Button>
      </Group>
      <section>
        <Title order={2} mb="xs">
          {t.mapping}
        </Title>
        <div className={classes.wide}>
          <Table verticalSpacing={6} aria-label={t.mapping}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t.column}</Table.Th>
                <Table.Th visibleFrom="sm">{t.example}</Table.Th>
                <Table.Th>{words.field}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {preview.columns.map((column) => (
                <Table.Tr key={column}>
                  <Table.Th scope="row" fw={500}>
                    {column}
                  </Table.Th>
                  <Table.Td visibleFrom="sm" className={classes.example}>
                    {preview.preview.find((row) => row[column])?.[column]}
                  </Table.Td>
                  <Table.Td>
                    <FieldChoice
                      kind={kind}
                      column={column}
                      field={mapping[column]}
                      twice={twice}
                      onChange={(field) => set(column, field)}
                    />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      </section>
      <Radio.Group
        label={words.duplicates}
        value={duplicates}
        onChange={(value) => setDuplicates(duplicateChoices.find((choice) => choice === value) ?? 'skip')}
      >
        <Stack gap="xs" mt="xs">
          {duplicateChoices.map((choice) => (
            <Radio
              key={choice}
              value={choice}
              label={words.choices[choice].label}
              description={words.choices[choice].text}
            />
          ))}
        </Stack>
      </Radio.Group>
      <RefusedRows refused={preview.refused} columns={preview.columns} />
      <Text size="sm" c="dimmed">
        {words.notSynced}
      </Text>
      <Group>
        <Button
          loading={starting}
          disabled={fields.length === 0 || twice.length > 0}
          onClick={() => onStart({ mapping: mapping as StartImport['mapping'], duplicates })}
        >
          {t.start(preview.rowCount)}
        </Button>
        {fields.length === 0 && <Text size="sm">{t.nothing}</Text>}
      </Group>
    </Stack>
  );
}

interface ChoiceProps {
  kind: RecordKind;
  column: string;
  field: string | undefined;
  twice: readonly string[];
  onChange: (field: string) => void;
}

function FieldChoice({ kind, column, field, twice, onChange }: ChoiceProps) {
  return (
    <NativeSelect
      aria-label={t.fieldOf(column)}
      value={field ?? ''}
      error={field !== undefined && twice.includes(field) ? t.twice(labelOf(kind, field)) : null}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      <option value="">{t.leaveOut}</option>
      <FieldOptions kind={kind} sections={sectionsOf(kind)} />
    </NativeSelect>
  );
}
