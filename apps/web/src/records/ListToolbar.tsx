import { ActionIcon, Kbd, Menu, Text, TextInput, Title } from '@mantine/core';
import { IconDots, IconDownload, IconPlus, IconSearch, IconTrash, IconUpload } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode, RefObject } from 'react';
import { usePermission } from '../app/permissions.ts';
import { texts } from '../texts.ts';
import { LinkButton } from '../ui/links.tsx';
import { pathOf, wordsOf, type RecordKind } from './kinds.ts';
import classes from './list.module.css';

interface Props {
  kind: RecordKind;
  typed: string;
  onType: (text: string) => void;
  searchField: RefObject<HTMLInputElement | null>;
  /** The arrow down leads from the search field into the list. */
  onDown: () => void;
  total: number | null;
  exports: readonly (keyof typeof texts.records.export)[];
  /** The menus of filters and columns. */
  children: ReactNode;
}

export function ListToolbar(props: Props) {
  const { kind, typed, onType, searchField, onDown, total, exports, children } = props;
  const mayImport = usePermission('import');
  const mayExport = usePermission('export');
  const path = pathOf[kind];
  const words = wordsOf(kind);
  return (
    <div className={classes.toolbar}>
      <div className={classes.title}>
        <Title order={1}>{words.title}</Title>
        {total !== null && (
          <Text c="dimmed" size="sm">
            {texts.common.number(total)}
          </Text>
        )}
      </div>
      <TextInput
        ref={searchField}
        className={classes.search}
        type="search"
        aria-label={words.search}
        placeholder={words.search}
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={typed === '' ? <Kbd size="xs">/</Kbd> : null}
        value={typed}
        onChange={(event) => onType(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            onType('');
            event.currentTarget.blur();
          } else if (event.key === 'ArrowDown') {
            event.preventDefault();
            onDown();
          }
        }}
      />
      <div className={classes.end}>
        {children}
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="default" size={36} aria-label={texts.records.more}>
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {mayImport && (
              <Menu.Item leftSection={<IconUpload size={16} />} component={Link} to={`/${path}/import`}>
                {texts.records.import}
              </Menu.Item>
            )}
            {mayExport &&
              exports.map((format) => (
                <Menu.Item
                  key={format}
                  leftSection={<IconDownload size={16} />}
                  component="a"
                  href={`/api/${path}/export?format=${format}`}
                  download
                >
                  {texts.records.export[format]}
                </Menu.Item>
              ))}
            <Menu.Item leftSection={<IconTrash size={16} />} component={Link} to={`/${path}/deleted`}>
              {words.deletedTitle}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <LinkButton to={`/${path}/new`} leftSection={<IconPlus size={16} aria-hidden />}>
          <span className={classes.long}>{words.new}</span>
          <span className={classes.short}>{texts.records.newShort}</span>
        </LinkButton>
      </div>
    </div>
  );
}
