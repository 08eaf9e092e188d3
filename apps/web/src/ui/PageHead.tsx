import { Anchor, Breadcrumbs, Group, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { texts } from '../texts.ts';
import classes from './PageHead.module.css';

interface Props {
  title: string;
  /** The pages above this one, the topmost first. */
  trail?: { label: string; to?: string }[];
  /** Buttons. */
  children?: ReactNode;
}

export function PageHead({ title, trail = [], children }: Props) {
  return (
    <header className={classes.head}>
      <div className={classes.words}>
        {trail.length > 0 && (
          <nav aria-label={texts.shell.trail}>
            <Breadcrumbs separatorMargin={6} fz="sm">
              {trail.map(({ label, to }) =>
                to === undefined ? (
                  <span key={label} className={classes.plain}>
                    {label}
                  </span>
                ) : (
                  <Anchor key={label} component={Link} to={to} size="sm">
                    {label}
                  </Anchor>
                ),
              )}
            </Breadcrumbs>
          </nav>
        )}
        <Title order={1} className={classes.title}>
          {title}
        </Title>
      </div>
      <Group gap="xs">{children}</Group>
    </header>
  );
}
