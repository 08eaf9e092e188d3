import { Group, Paper, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './PublicPage.module.css';

/** A page for somebody who is not signed in: one card in the middle. `wide` is for texts to read. */
export function PublicPage(props: { title: string; wide?: boolean; children: ReactNode }) {
  const width = props.wide ? ` ${classes.wide}` : '';
  return (
    <main className={classes.page}>
      <Paper className={`${classes.card}${width}`} withBorder shadow="xs">
        <Group gap="sm" mb="lg" wrap="nowrap">
          <img src="/icon.svg" width={32} height={32} alt="" />
          <Title order={1}>{props.title}</Title>
        </Group>
        {props.children}
      </Paper>
    </main>
  );
}
