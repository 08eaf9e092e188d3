import { useMediaQuery } from '@mantine/hooks';
import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { sessionQuery } from '../api/queries.ts';
import { ColumnMenu } from '../records/ColumnMenu.tsx';
import { RecordList } from '../records/RecordList.tsx';
import { selectionOf } from '../records/selection.ts';
import { AboveMeetings } from './AboveMeetings.tsx';
import { massMeetings } from './api.ts';
import { useColumns } from './columns.ts';
import { filterOf, sortOf, unfiltered, type MeetingSearch } from './listSearch.ts';
import { MeetingCards } from './MeetingCards.tsx';
import { MeetingFilter } from './MeetingFilter.tsx';
import { meetingForm } from './meetingForm.ts';
import { MeetingTable } from './MeetingTable.tsx';
import { useMeetingList } from './useMeetingList.ts';

const route = getRouteApi('/inside/meetings');

/** R1: find, choose and open meetings. */
export function ListPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const list = useMeetingList(search, session);
  const columns = useColumns();
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const filtered = Object.keys(unfiltered).some((name) => name in search);
  return (
    <RecordList
      fields={meetingForm}
      search={search}
      go={(to: MeetingSearch, replace) => void navigate({ search: to, replace, resetScroll: false })}
      list={list}
      calls={(chosen) => massMeetings(selectionOf(chosen, filterOf(search, session)))}
      exports={['csv', 'ics']}
      menus={(ask) => (
        <>
          <MeetingFilter search={search} ask={ask} />
          <ColumnMenu {...columns} />
        </>
      )}
      above={(ask) => (
        <AboveMeetings time={search.time ?? 'upcoming'} onTime={(time) => ask({ time, sort: undefined })} />
      )}
      unfiltered={filtered || search.time !== 'all' ? { ...unfiltered, time: 'all' } : null}
      rows={(props, ask) =>
        narrow ? (
          <MeetingCards {...props} />
        ) : (
          <MeetingTable
            {...props}
            columns={columns.columns}
            sort={sortOf(search)}
            onSort={(sort) => ask({ sort })}
          />
        )
      }
    />
  );
}
