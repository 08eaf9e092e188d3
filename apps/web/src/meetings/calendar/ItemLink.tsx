import { Link } from '@tanstack/react-router';
import type { CSSProperties, HTMLAttributes, ReactNode } from 'react';
import { texts } from '../../texts.ts';
import classes from './calendar.module.css';
import type { CalendarItem } from './items.ts';
import { isDeclined, isTentative, Marks } from './marks.tsx';

interface Props extends Omit<HTMLAttributes<HTMLAnchorElement>, 'className' | 'children'> {
  item: CalendarItem;
  /** What is read before the title, such as its time. */
  time: string;
  /** Whether the tab key comes by. */
  reachable: boolean;
  look: 'block' | 'bar' | 'chip' | 'row';
  style?: CSSProperties;
  children?: ReactNode;
}

/** A meeting in the calendar: a link to its record, coloured by what it is shown as. */
export function ItemLink({ item, time, reachable, look, children, ...rest }: Props) {
  return (
    <Link
      to="/meetings/$id"
      params={{ id: item.recordId }}
      search={item.day === null ? {} : { occurrence: item.day }}
      className={`${classes.item} ${classes[look] ?? ''}`}
      data-item={item.key}
      data-show-as={item.showAs}
      data-tentative={isTentative(item) || undefined}
      data-declined={isDeclined(item) || undefined}
      tabIndex={reachable ? 0 : -1}
      title={[time, item.title, item.location].filter(Boolean).join('\n')}
      {...rest}
    >
      {time !== '' && <span className={classes.time}>{time}</span>}
      <span className={classes.itemTitle}>{item.title ?? texts.meetings.unnamed}</span>
      <Marks item={item} />
      {children}
    </Link>
  );
}
