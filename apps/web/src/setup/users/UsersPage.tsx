import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconBrandWindows, IconUserOff, IconUserPlus } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { dropLinkToken, linkToken } from '../../app/arrival.ts';
import { usePermission } from '../../app/permissions.ts';
import { userListQuery } from '../../api/peopleQueries.ts';
import { Pager } from '../../records/Pager.tsx';
import { PAGE_SIZE, usePagedList } from '../../records/usePagedList.ts';
import { texts } from '../../texts.ts';
import { PageHead } from '../../ui/PageHead.tsx';
import { EmptyState, FailedState, Waiting } from '../../ui/states.tsx';
import { AddUserDialog } from './AddUserDialog.tsx';
import { JoinRequestByMail } from './JoinRequestDialog.tsx';
import { NewUserDialog } from './NewUserDialog.tsx';
import { UserCards } from './UserCards.tsx';
import { UserDialog, type Asked } from './UserDialog.tsx';
import type { UserSearch } from './userSearch.ts';
import { UserTable } from './UserTable.tsx';
import { UserToolbar } from './UserToolbar.tsx';

const route = getRouteApi('/inside/setup/users');
const t = texts.setup.users365;

/** U1: Setup → Users & Control → Users. */
export function UsersPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const manages = usePermission('manageUsers');
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const [adding, setAdding] = useState<'new' | 'office365' | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [token, setToken] = useState(() => linkToken('request'));
  const { page, ...filter } = search;
  const list = usePagedList(`users ${JSON.stringify(filter)}`, page, (cursor) =>
    userListQuery({ ...filter, limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) }),
  );
  const go = (to: UserSearch, replace = false) => void navigate({ search: to, replace, resetScroll: false });
  const Rows = narrow ? UserCards : UserTable;
  return (
    <>
      <PageHead
        title={texts.setup.users}
        trail={[{ label: texts.setup.title, to: '/setup' }, { label: texts.setup.usersAndControl }]}
      >
        {manages && (
          <>
            <Button
              variant="default"
              leftSection={<IconBrandWindows size={16} aria-hidden />}
              onClick={() => setAdding('office365')}
            >
              {t.office365User}
            </Button>
            <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={() => setAdding('new')}>
              {t.newUser}
            </Button>
          </>
        )}
      </PageHead>
      <UserToolbar search={search} go={go} manages={manages} found={list.total} />
      {list.isError && list.items.length === 0 ? (
        <FailedState error={list.error} retry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Waiting />
      ) : list.items.length === 0 ? (
        <EmptyState icon={<IconUserOff />} title={t.noMatch} text={t.noMatchText}>
          <Button variant="default" mt="sm" onClick={() => go({})}>
            {t.showAll}
          </Button>
        </EmptyState>
      ) : (
        <>
          <Rows users={list.items} ask={manages ? setAsked : null} />
          <Pager
            page={list.page}
            firstIndex={list.firstIndex}
            count={list.items.length}
            total={list.total}
            hasNext={list.hasNext}
            onPage={(to) => go({ ...filter, ...(to > 1 && { page: to }) })}
          />
        </>
      )}
      {adding === 'new' && <NewUserDialog onClose={() => setAdding(null)} />}
      {adding === 'office365' && <AddUserDialog onClose={() => setAdding(null)} />}
      {asked !== null && <UserDialog {...asked} onClose={() => setAsked(null)} />}
      {token !== null && (
        <JoinRequestByMail
          token={token}
          allowed={manages}
          onClose={() => {
            dropLinkToken('request');
            setToken(null);
          }}
        />
      )}
    </>
  );
}
