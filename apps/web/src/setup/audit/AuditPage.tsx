import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconHistory, IconLock } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { auditQuery } from '../../api/peopleQueries.ts';
import { usePermission } from '../../app/permissions.ts';
import { Pager } from '../../records/Pager.tsx';
import { PAGE_SIZE, usePagedList } from '../../records/usePagedList.ts';
import { texts } from '../../texts.ts';
import { PageHead } from '../../ui/PageHead.tsx';
import { EmptyState, FailedState, Waiting } from '../../ui/states.tsx';
import { usePlace } from '../../ui/time.tsx';
import { AuditCards, AuditTable } from './AuditRows.tsx';
import { AuditFilter } from './AuditFilter.tsx';
import { auditFilterOf, type AuditSearch } from './auditSearch.ts';

const route = getRouteApi('/inside/setup/audit');
const t = texts.setup.audit;

/** U8: Setup → Users & Control → Audit log. */
export function AuditPage() {
  const allowed = usePermission('manageUsers');
  return (
    <>
      <PageHead
        title={texts.setup.auditLog}
        trail={[{ label: texts.setup.title, to: '/setup' }, { label: texts.setup.usersAndControl }]}
      />
      {allowed ? <Log /> : <EmptyState icon={<IconLock />} title={t.notAllowed} text={t.notAllowedText} />}
    </>
  );
}

function Log() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { timeZone } = usePlace();
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const filter = auditFilterOf(search, timeZone);
  const list = usePagedList(`audit ${JSON.stringify(filter)}`, search.page, (cursor) =>
    auditQuery({ ...filter, limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) }),
  );
  const go = (to: AuditSearch, replace = false) => void navigate({ search: to, replace, resetScroll: false });
  const { page: _page, ...rest } = search;
  const asked = Object.keys(rest).length > 0;
  const Rows = narrow ? AuditCards : AuditTable;
  return (
    <>
      <AuditFilter search={search} go={go} />
      {list.isError && list.items.length === 0 ? (
        <FailedState error={list.error} retry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Waiting />
      ) : list.items.length === 0 ? (
        <EmptyState
          icon={<IconHistory />}
          title={asked ? t.noMatch : t.emptyTitle}
          text={asked ? t.noMatchText : t.empty}
        >
          {asked && (
            <Button variant="default" mt="sm" onClick={() => go({})}>
              {t.clear}
            </Button>
          )}
        </EmptyState>
      ) : (
        <>
          <Rows entries={list.items} />
          <Pager
            page={list.page}
            firstIndex={list.firstIndex}
            count={list.items.length}
            total={list.total}
            hasNext={list.hasNext}
            onPage={(to) => go({ ...rest, ...(to > 1 && { page: to }) })}
          />
        </>
      )}
    </>
  );
}
