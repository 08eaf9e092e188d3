import { ActionIcon, Kbd, Menu, Text, TextInput, Title } from '@mantine/core';
import { IconDots, IconDownload, IconPlus, IconSearch, IconTrash, IconUpload } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { RefObject } from 'react';
import { usePermission } from '../app/permissions.ts';
import { texts } from '../texts.ts';
import { LinkButton } from '../ui/links.tsx';
import type { Column } from './columns.ts';
import { ColumnMenu } from './ColumnMenu.tsx';
import { FilterMenu } from './FilterMenu.tsx';
import classes from './ListPage.module.css';
import type { ListSearch } from './listSearch.ts';

interface Props {
  search: ListSearch;
  ask: (change: Partial<ListSearch>) => void;
  typed: string;
  onType: (text: string) => void;
  searchField: RefObject<HTMLInputElement | null>;
  /** The arrow down leads from the search field into the list. */
  onDown: () => void;
  columns: readonly Column[];
  setColumns: (columns: Column[]) => void;
  resetColumns: () => void;
  total: number | null;
}

export function ListToolbar(props: Props) {
  const { search, ask, typed, onType, searchField, onDown, total } = props;
  const mayImport = usePermission('import');
  const mayExport = usePermission('export');
  return (
    <div className={classes.toolbar}>
      <div className={classes.title}>
        <Title order={1}>{texts.contacts.title}</Title>
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
        aria-label={texts.contacts.search}
        placeholder={texts.contacts.search}
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
        <FilterMenu search={search} ask={ask} />
        <ColumnMenu columns={props.columns} setColumns={props.setColumns} reset={props.resetColumns} />
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="default" size={36} aria-label={texts.contacts.more}>
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {mayImport && (
              <Menu.Item leftSection={<IconUpload size={16} />} component={Link} to="/contacts/import">
                {texts.contacts.import}
              </Menu.Item>
            )}
            {mayExport && (
              <>
                <Menu.Item
                  leftSection={<IconDownload size={16} />}
                  component="a"
                  href="/api/contacts/export?format=csv"
                  download
                >
                  {texts.contacts.exportCsv}
                </Menu.Item>
                <Menu.Item
                  leftSection={<IconDownload size={16} />}
                  component="a"
                  href="/api/contacts/export?format=vcf"
                  download
                >
                  {texts.contacts.exportVcf}
                </Menu.Item>
              </>
            )}
            <Menu.Item leftSection={<IconTrash size={16} />} component={Link} to="/contacts/deleted">
              {texts.contacts.deletedTitle}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <LinkButton to="/contacts/new" leftSection={<IconPlus size={16} aria-hidden />}>
          <span className={classes.long}>{texts.contacts.new}</span>
          <span className={classes.short}>{texts.contacts.newShort}</span>
        </LinkButton>
      </div>
    </div>
  );
}
