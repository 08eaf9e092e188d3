import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { texts } from '../texts.ts';
import type { Contact } from '../api/types.ts';
import type { RowsProps } from '../records/RecordList.tsx';
import { RowChoice } from '../records/RecordTable.tsx';
import { rowKeys } from '../records/rowKeys.ts';
import { isChosen, withOne } from '../records/selection.ts';
import classes from '../records/table.module.css';
import { contactName } from './fields.ts';

/** The list on a phone: name, company and address of each contact, large enough for a thumb. */
export function ContactCards({ items, chosen, setChosen, stale }: RowsProps<Contact>) {
  const toggle = (id: string) => setChosen((now) => withOne(now, id, !isChosen(now, id)));
  return (
    <ul
      className={classes.cards}
      data-stale={stale || undefined}
      aria-label={texts.contacts.title}
      onKeyDown={(event) => rowKeys(event, [' ', 'x'], toggle)}
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
            <RowChoice
              size="sm"
              name={name}
              chosen={isChosen(chosen, contact.id)}
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
