import { Text } from '@mantine/core';
import type { Section } from '../api/types.ts';
import { texts } from '../texts.ts';
import { TextLink } from '../ui/links.tsx';
import { Ago, milliseconds } from '../ui/time.tsx';
import classes from './channel.module.css';

type Name = keyof Section['counters'];
const names: readonly Name[] = ['linked', 'waiting', 'conflicts', 'problems', 'held', 'leftOut'];
/** The counters behind which there is a list. */
const tabs: { readonly [name in Name]?: string } = {
  conflicts: 'conflicts',
  problems: 'problems',
  held: 'holds',
};

/** How many are in step and how many are not, and when the last look and the last notification were (B9). */
export function Counters({ section }: { section: Section }) {
  const t = texts.channel;
  return (
    <>
      <dl className={classes.counters}>
        {names.map((name) => {
          const tab = tabs[name];
          const value = texts.common.number(section.counters[name]);
          return (
            <div key={name} className={classes.counter}>
              <dt>{t.counters[name]}</dt>
              <dd>
                {tab !== undefined && section.counters[name] > 0 ? (
                  <TextLink
                    to="/setup/marketplace/microsoft/office-365/$kind"
                    params={{ kind: section.kind }}
                    search={{ tab }}
                    inherit
                    aria-label={`${t.counters[name]}: ${value}`}
                  >
                    {value}
                  </TextLink>
                ) : (
                  value
                )}
              </dd>
            </div>
          );
        })}
      </dl>
      <Text size="sm" c="dimmed">
        {t.lastRun}:{' '}
        {section.lastRun === null ? (
          t.never
        ) : (
          <Ago at={section.lastRun.endedAt ?? section.lastRun.startedAt} />
        )}
        {' · '}
        {t.lastNotification}:{' '}
        {section.lastNotificationAt === null ? t.noNotification : <Ago at={section.lastNotificationAt} />}
        {section.notifications === 'silent' && ` · ${t.notificationsSilent}`}
        {section.notifications === 'none' && section.state === 'active' && ` · ${t.notificationsNone}`}
        {section.delay !== null && (
          <>
            {' · '}
            {t.delay(milliseconds(section.delay.ms))} (<Ago at={section.delay.measuredAt} />)
          </>
        )}
        {section.containerName !== null && (
          <>
            {' · '}
            {t.container(t.containers[section.kind], section.containerName)}
          </>
        )}
      </Text>
    </>
  );
}
