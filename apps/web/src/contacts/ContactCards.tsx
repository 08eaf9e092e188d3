import { Checkbox, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { texts } from '../texts.ts';
import type { ListProps } from './ContactTable.tsx';
import classes from './ContactTable.module.css';
import { contactName } from './fields.ts';
import { isChosen, withOne } from './selection.ts';
import { rowKeys } from './useRowKeys.ts';

/** The list on a phone: name, company and address of each contact, large enough for a thumb. */
export function ContactCards({ items, chosen, setChosen, stale }: ListProps) {
  const toggle = (id: string) => setChosen((now) => withOne(now, id, !isChosen(now, id)));
  return (
    <ul
      className={classes.cards}
      data-stale={stale || undefined}
      aria-label={texts.contacts.title}
      onKeyDown={(event) => rowKeys(event, toggle)}
    >
      {items.map((contact) => {
        const name = contactName(contact);
        const under = [contact.accountName, contact.email ?? contact.phone].filter(
          (part) => part && part !== name,
        );
        return (
          <li
            key={contact.id}
            className={classes.card}
            data-chosen={isChosen(chosen, contact.id) || undefined}
          >
            <Checkbox
              aria-label={texts.contacts.choose(name)}
              checked={isChosen(chosen, contact.id)}
              onChange={() => toggle(contact.id)}
            />
            <Link
              to="/contacts/$id"
              params={{ id: contact.id }}
              data-row-link={contact.id}
              className={classes.cardLink}
            >
              <Text fw={500} truncate>
                {name}
              </Text>
              <Text size="sm" c="dimmed" truncate>
                {under.join(' · ')}
              </Text>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
