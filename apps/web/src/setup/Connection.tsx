import { Alert, Button, Group, Text } from '@mantine/core';
import { IconPlugConnected, IconPlugConnectedX } from '@tabler/icons-react';
import type { Microsoft365 } from '../api/types.ts';
import { texts } from '../texts.ts';

/** P5, P6: whether the organisation is connected, and whether this person still has to sign in to Microsoft. */
export function Connection({ microsoft365: { organisation, account } }: { microsoft365: Microsoft365 }) {
  const t = texts.setup.connection;
  const own = account.login !== null && account.connected ? t.account(account.login) : null;
  if (organisation.connected) {
    return (
      <Group gap="xs" align="flex-start" wrap="nowrap">
        <IconPlugConnected size={20} aria-hidden style={{ flex: 'none' }} />
        <Text size="sm">
          {t.connected(organisation.tenantName ?? t.tenant)}{' '}
          {own ?? (account.sameLogin ? t.sameLogin : t.signInNeeded)}
        </Text>
      </Group>
    );
  }
  return (
    <Alert color="gray" variant="light" icon={<IconPlugConnectedX aria-hidden />} title={t.notConnected}>
      <Text size="sm" mb="xs">
        {own ?? `${t.connectText} ${t.eachText}`}
      </Text>
      {organisation.canConnect && organisation.connectUrl !== null && (
        <Button component="a" href={organisation.connectUrl} size="compact-md" variant="default">
          {t.connect}
        </Button>
      )}
    </Alert>
  );
}
