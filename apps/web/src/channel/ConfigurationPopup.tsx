import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { configurationQuery } from '../api/queries.ts';
import type { Configuration, ConfigurationInput, Microsoft365, Section } from '../api/types.ts';
import { texts } from '../texts.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { FailedState, Waiting } from '../ui/states.tsx';
import { ConfigurationSteps } from './ConfigurationSteps.tsx';
import { dropPendingEnable, takePendingEnable } from './pendingEnable.ts';

interface Props {
  section: Section;
  microsoft365: Microsoft365;
  onClose: () => void;
}

/** C2: the popup Configuration. The settings first, then what would happen (B1), and only then the enabling or the change. */
export function ConfigurationPopup({ section, microsoft365, onClose }: Props) {
  const { kind } = section;
  const { data, error, isPending, refetch } = useQuery({ ...configurationQuery(kind), staleTime: Infinity });
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const kept = takePendingEnable(kind);
  const close = () => {
    dropPendingEnable(kind);
    onClose();
  };
  return (
    <Dialog
      onClose={close}
      title={texts.channel.configuration.title}
      size={760}
      fullScreen={narrow}
      closeOnClickOutside={false}
    >
      {isPending && <Waiting />}
      {error && !data && <FailedState error={error} retry={() => void refetch()} />}
      {data && (
        <ConfigurationSteps
          section={section}
          microsoft365={microsoft365}
          offered={data}
          initial={kept ?? inputOf(data)}
          resumed={kept !== null}
          onClose={close}
        />
      )}
    </Dialog>
  );
}

/** What is sent back of what was read. */
function inputOf(configuration: Configuration): ConfigurationInput {
  const { slots: _slots, defaults: _defaults, fields, ...rest } = configuration;
  return { ...rest, fields: fields.map(({ field, slot, direction }) => ({ field, slot, direction })) };
}
