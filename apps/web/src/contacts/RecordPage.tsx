import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { contactQuery } from '../api/queries.ts';
import { ContactMeetings } from '../meetings/ContactMeetings.tsx';
import { RecordFrame } from '../records/RecordFrame.tsx';
import { FailedState, Waiting } from '../ui/states.tsx';
import { ContactValues } from './ContactValues.tsx';

const route = getRouteApi('/inside/contacts/$id');

export function RecordPage() {
  const { id } = route.useParams();
  const { data, error, isPending, refetch } = useQuery(contactQuery(id));
  if (!data) return isPending ? <Waiting /> : <FailedState error={error} retry={() => void refetch()} />;
  return (
    <RecordFrame key={id} kind="contact" record={data}>
      <ContactValues contact={data} />
      <ContactMeetings contactId={id} />
    </RecordFrame>
  );
}
