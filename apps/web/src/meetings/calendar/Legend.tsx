import { texts } from '../../texts.ts';
import classes from './calendar.module.css';

const shown = ['busy', 'tentative', 'free', 'oof', 'workingElsewhere'] as const;

/** What the colours mean, and in which zone the times are. */
export function Legend({ zone }: { zone: string | undefined }) {
  const t = texts.meetings;
  return (
    <div className={classes.foot}>
      <ul className={classes.legend} aria-label={t.calendar.legend}>
        {shown.map((name) => (
          <li key={name} data-show-as={name}>
            <i data-tentative={name === 'tentative' || undefined} aria-hidden />
            {t.showAs[name]}
          </li>
        ))}
      </ul>
      {zone !== undefined && <span>{t.calendar.zone(zone)}</span>}
    </div>
  );
}
