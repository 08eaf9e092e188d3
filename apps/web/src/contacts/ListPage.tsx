import { useMediaQuery } from '@mantine/hooks';
import { getRouteApi } from '@tanstack/react-router';
import { ColumnMenu } from '../records/ColumnMenu.tsx';
import { FilterMenu } from '../records/FilterMenu.tsx';
import { RecordList } from '../records/RecordList.tsx';
import { selectionOf } from '../records/selection.ts';
import { useColumns } from './columns.ts';
import { ContactCards } from './ContactCards.tsx';
import { contactForm, massContacts } from './contactForm.ts';
import { ContactTable } from './ContactTable.tsx';
import { filterOf, type ListSearch } from './listSearch.ts';
import { useContactList } from './useContactList.ts';

const route = getRouteApi('/inside/contacts');
const unfiltered = { search: undefined, ownerId: undefined, origin: undefined };

/** R1: find, choose and open contacts. */
export function ListPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const list = useContactList(search);
  const columns = useColumns();
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  return (
    <RecordList
      fields={contactForm}
      search={search}
      go={(to: ListSearch, replace) => void navigate({ search: to, replace, resetScroll: false })}
      list={list}
      calls={(chosen) => massContacts(selectionOf(chosen, filterOf(search)))}
      exports={['csv', 'vcf']}
      menus={(ask) => (
        <>
          <FilterMenu
            kind="contact"
            search={search}
            ask={ask}
            clear={() => ask({ ownerId: undefined, origin: undefined })}
          />
          <ColumnMenu {...columns} />
        </>
      )}
      unfiltered={Object.keys(filterOf(search)).length > 0 ? unfiltered : null}
      rows={(props, ask) =>
        narrow ? (
          <ContactCards {...props} />
        ) : (
          <ContactTable
            {...props}
            columns={columns.columns}
            sort={search.sort ?? 'lastName'}
            onSort={(sort) => ask({ sort })}
          />
        )
      }
    />
  );
}
