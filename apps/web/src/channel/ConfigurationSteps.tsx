import { Alert } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, take } from '../api/client.ts';
import { asProblem } from '../api/problem.ts';
import type { Configuration, ConfigurationInput, Microsoft365, Section } from '../api/types.ts';
import { texts } from '../texts.ts';
import { notifyDone } from '../ui/notify.tsx';
import { keepPendingEnable } from './pendingEnable.ts';
import { PreviewStep } from './PreviewStep.tsx';
import { SettingsStep } from './SettingsStep.tsx';
import { useChannel } from './useChannel.ts';

interface Props {
  section: Section;
  microsoft365: Microsoft365;
  /** The fields and slots that there are, and the usual settings. */
  offered: Configuration;
  initial: ConfigurationInput;
  /** The person is back from signing in to Microsoft and had chosen to enable. */
  resumed: boolean;
  onClose: () => void;
}

export function ConfigurationSteps({ section, microsoft365, offered, initial, resumed, onClose }: Props) {
  const { kind, state } = section;
  const { show } = useChannel(kind);
  const [settings, setSettings] = useState(initial);
  const [step, setStep] = useState<'settings' | 'preview'>(resumed ? 'preview' : 'settings');
  const path = { params: { path: { kind } } };
  const preview = useMutation({
    meta: { shown: true },
    mutationFn: () => take(api.POST('/api/channels/{kind}/preview', { ...path, body: settings })),
  });
  const confirm = useMutation({
    meta: { shown: true },
    mutationFn: async () => {
      if (state === 'off') {
        const body = { configuration: settings };
        show(await take(api.POST('/api/channels/{kind}/enable', { ...path, body })));
      } else await take(api.PUT('/api/channels/{kind}/configuration', { ...path, body: settings }));
    },
    onSuccess: () => {
      notifyDone(state === 'off' ? texts.channel.enabled : texts.channel.saved);
      onClose();
    },
    onError: (error) => {
      const { code, remedy } = asProblem(error);
      if (code !== 'signInRequired' || !remedy?.url) return;
      keepPendingEnable(kind, settings);
      location.assign(remedy.url);
    },
  });
  const { mutate: look } = preview;
  useEffect(() => {
    if (step === 'preview') look();
  }, [step, look]);

  if (step === 'settings') {
    return (
      <SettingsStep
        kind={kind}
        isOn={state !== 'off'}
        offered={offered}
        settings={settings}
        setSettings={setSettings}
        onCancel={onClose}
        onNext={() => setStep('preview')}
      />
    );
  }
  return (
    <>
      {resumed && (
        <Alert color="teal" variant="light" mb="md">
          {texts.channel.preview.continue}
        </Alert>
      )}
      <PreviewStep
        kind={kind}
        preview={preview.data}
        error={preview.error ?? confirm.error}
        signInNeeded={state === 'off' && !microsoft365.account.connected && !microsoft365.account.sameLogin}
        confirmLabel={state === 'off' ? texts.channel.enable : texts.common.save}
        confirming={confirm.isPending}
        onRetry={() => look()}
        onBack={() => setStep('settings')}
        onConfirm={() => confirm.mutate()}
      />
    </>
  );
}
