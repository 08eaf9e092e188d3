import { Group, Paper, SimpleGrid, Text, Title } from '@mantine/core';
import { IconBrandWindows } from '@tabler/icons-react';
import { texts } from '../texts.ts';
import { LinkButton } from '../ui/links.tsx';
import { PageHead } from '../ui/PageHead.tsx';

/** P4: the place begins here. */
export function MarketplacePage() {
  const t = texts.setup.microsoft;
  return (
    <>
      <PageHead title={texts.setup.marketplace} trail={[{ label: texts.setup.title, to: '/setup' }]} />
      <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }} px="md">
        <Paper withBorder p="md">
          <Group gap="sm" mb={6}>
            <IconBrandWindows size={24} aria-hidden />
            <Title order={2}>{t.name}</Title>
          </Group>
          <Text size="sm" c="dimmed" mb="md">
            {t.text}
          </Text>
          <LinkButton to="/setup/marketplace/microsoft/office-365" variant="default">
            {t.open}
          </LinkButton>
        </Paper>
      </SimpleGrid>
    </>
  );
}
