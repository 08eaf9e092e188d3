import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { importQuery } from '../api/queries.ts';
import { api, take } from '../api/client.ts';
import type { ImportPreview, StartImport } from '../api/types.ts';
import { pathOf, wordsOf, type RecordKind } from '../records/kinds.ts';
import { PageHead } from '../ui/PageHead.tsx';
import { FailedState, Waiting } from '../ui/states.tsx';
import { keepColumns } from './columnsOf.ts';
import { FileDrop } from './FileDrop.tsx';
import classes from './import.module.css';
import { ImportProgress } from './ImportProgress.tsx';
import { MappingStep } from './MappingStep.tsx';

/** Between two live updates a quick look now and then, in case one was missed. */
const LOOK_MS = 2000;

/** R1: the file, the mapping with a preview, the progress and what was refused. A reload finds a running import again. */
function ImportPage({ kind }: { kind: RecordKind }) {
  const { id } = useSearch({ strict: false });
  const goTo = useNavigate();
  const path = pathOf[kind];
  const words = wordsOf(kind);
  const navigate = (search: { id?: string }) => void goTo({ to: `/${path}/import`, search });
  const [preview, setPreview] = useState<ImportPreview>();
  const upload = useMutation({
    mutationFn: (file: File) => send(path, file),
    onSuccess: (read) => {
      keepColumns(read.id, read.columns);
      setPreview(read);
    },
  });
  const start = useMutation({
    mutationFn: (input: { id: string; body: StartImport }) =>
      take(api.POST('/api/imports/{id}/start', { params: { path: { id: input.id } }, body: input.body })),
    onSuccess: (state) => navigate({ id: state.id }),
  });
  const again = () => {
    setPreview(undefined);
    upload.reset();
    navigate({});
  };
  return (
    <>
      <PageHead title={words.import.title} trail={[{ label: words.title, to: `/${path}` }]} />
      <div className={classes.page}>
        {id !== undefined ? (
          <Running kind={kind} id={id} again={again} />
        ) : preview === undefined ? (
          <FileDrop kind={kind} reading={upload.isPending} onFile={(file) => upload.mutate(file)} />
        ) : (
          <MappingStep
            kind={kind}
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

export const ImportContactsPage = () => <ImportPage kind="contact" />;
export const ImportMeetingsPage = () => <ImportPage kind="meeting" />;
export const ImportTasksPage = () => <ImportPage kind="task" />;

function Running({ kind, id, again }: { kind: RecordKind; id: string; again: () => void }) {
  const { data, error, refetch } = useQuery({
    ...importQuery(id),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? LOOK_MS : false),
  });
  if (data) return <ImportProgress kind={kind} state={data} again={again} />;
  return error ? <FailedState error={error} retry={() => void refetch()} /> : <Waiting />;
}

function send(path: (typeof pathOf)[RecordKind], file: File): Promise<ImportPreview> {
  const form = new FormData();
  form.append('file', file);
  // The API's document describes JSON bodies only; this one is a form with a file.
  const body = form as never;
  return take(
    api.POST(`/api/${path}/imports`, { body, bodySerializer: (given: unknown) => given as FormData }),
  );
}
