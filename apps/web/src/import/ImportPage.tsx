import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { importQuery } from '../api/queries.ts';
import { api, take } from '../api/client.ts';
import type { ImportPreview, StartImport } from '../api/types.ts';
import { texts } from '../texts.ts';
import { PageHead } from '../ui/PageHead.tsx';
import { FailedState, Waiting } from '../ui/states.tsx';
import { keepColumns } from './columnsOf.ts';
import { FileDrop } from './FileDrop.tsx';
import classes from './import.module.css';
import { ImportProgress } from './ImportProgress.tsx';
import { MappingStep } from './MappingStep.tsx';

const route = getRouteApi('/inside/contacts/import');
/** Between two live updates a quick look now and then, in case one was missed. */
const LOOK_MS = 2000;

/** R1: the file, the mapping with a preview, the progress and what was refused. A reload finds a running import again. */
export function ImportPage() {
  const { id } = route.useSearch();
  const navigate = route.useNavigate();
  const [preview, setPreview] = useState<ImportPreview>();
  const upload = useMutation({
    mutationFn: send,
    onSuccess: (read) => {
      keepColumns(read.id, read.columns);
      setPreview(read);
    },
  });
  const start = useMutation({
    mutationFn: (input: { id: string; body: StartImport }) =>
      take(api.POST('/api/imports/{id}/start', { params: { path: { id: input.id } }, body: input.body })),
    onSuccess: (state) => void navigate({ search: { id: state.id } }),
  });
  const again = () => {
    setPreview(undefined);
    upload.reset();
    void navigate({ search: {} });
  };
  return (
    <>
      <PageHead title={texts.import.title} trail={[{ label: texts.contacts.title, to: '/contacts' }]} />
      <div className={classes.page}>
        {id !== undefined ? (
          <Running id={id} again={again} />
        ) : preview === undefined ? (
          <FileDrop reading={upload.isPending} onFile={(file) => upload.mutate(file)} />
        ) : (
          <MappingStep
            preview={preview}
            starting={start.isPending}
            onStart={(body) => start.mutate({ id: preview.id, body })}
            onOther={again}
          />
        )}
      </div>
    </>
  );
}

function Running({ id, again }: { id: string; again: () => void }) {
  const { data, error, refetch } = useQuery({
    ...importQuery(id),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? LOOK_MS : false),
  });
  if (data) return <ImportProgress state={data} again={again} />;
  return error ? <FailedState error={error} retry={() => void refetch()} /> : <Waiting />;
}

function send(file: File): Promise<ImportPreview> {
  const form = new FormData();
  form.append('file', file);
  // The API's document describes JSON bodies only; this one is a form with a file.
  const body = form as never;
  return take(
    api.POST('/api/contacts/imports', { body, bodySerializer: (given: unknown) => given as FormData }),
  );
}
