import { NativeSelect } from '@mantine/core';
import { FilterMenu } from '../records/FilterMenu.tsx';
import { oneOf } from '../records/listSearch.ts';
import { texts } from '../texts.ts';
import { showAsValues } from './fields.ts';
import { ownFilters, unfiltered, type MeetingSearch } from './listSearch.ts';

interface Props {
  search: MeetingSearch;
  ask: (change: Partial<MeetingSearch>) => void;
}

const t = texts.meetings;

/** By what a meeting is shown as, besides what every list has. */
export function MeetingFilter({ search, ask }: Props) {
  const { search: _kept, ...clear } = unfiltered;
  return (
    <FilterMenu kind="meeting" search={search} ask={ask} own={ownFilters(search)} clear={() => ask(clear)}>
      <NativeSelect
        label={t.filter.showAs}
        value={search.showAs ?? ''}
        onChange={(event) => ask({ showAs: oneOf(showAsValues, event.currentTarget.value) })}
        data={[
          { value: '', label: t.filter.anyShowAs },
          ...showAsValues.map((value) => ({ value, label: t.showAs[value] })),
        ]}
      />
    </FilterMenu>
  );
}
