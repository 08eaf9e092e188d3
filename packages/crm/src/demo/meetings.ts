import { wallClockOf, weekdays, type Content } from '@counterpart/engine';
import { meetingTable } from '../meetings/table.ts';
import { canonical } from '../records/table.ts';

const oneDayMs = 86_400_000;
const companies =
  'Alder Logistics|Bluefin Analytics|Delta Optics|Elmwood Foods|Granite Software|Juniper Clinics|Meridian Rail'.split(
    '|',
  );
const subjects = 'Offer for|Contract with|Lunch with|Price talks with|Demonstration at|Review with'.split(
  '|',
);
const people = 'Mira Novak|Jonas Berg|Priya Mehta|Hugo Silva|Lina Haas|Omar Khan'.split('|');
const rooms = ['Room Aare', 'Room Limmat', 'Café Central', undefined];

/** Whose meetings, and from when on they are invented. */
export interface MeetingPlace {
  readonly nowMs: number;
  /** IANA zone. */
  readonly zone: string;
}

/** One invented meeting around an instant: the first ones are a week's usual ones, today's among them; `number` makes the others one of a kind. */
export function inventMeeting(random: () => number, number: number, place: MeetingPlace): Content {
  const usual = usualOnes[number - 1];
  return canonical(meetingTable, usual === undefined ? visit(random, number, place) : usual(place));
}

const dayAt = ({ nowMs, zone }: MeetingPlace, days: number): string =>
  wallClockOf(nowMs + days * oneDayMs, zone).slice(0, 10);
const weekdayOf = (day: string): number => new Date(day).getUTCDay();

/** The last such weekday (0: Sunday) some weeks ago. */
function weekdayBefore(place: MeetingPlace, weekday: number, weeks: number): string {
  const today = dayAt(place, 0);
  return dayAt(place, ((weekday - weekdayOf(today) - 7) % 7) - 7 * (weeks - 1));
}

const at = (day: string, from: string, until: string, { zone }: MeetingPlace) => ({
  start: `${day}T${from}:00`,
  end: `${day}T${until}:00`,
  zone,
});

const usualOnes: readonly ((place: MeetingPlace) => { readonly [field: string]: unknown })[] = [
  (place) => ({
    title: 'Call about the spring order',
    when: at(dayAt(place, 0), '10:00', '10:30', place),
    participants: invited(['Mira Novak', 'Jonas Berg'], companies[1]),
    description: 'Prices as of last month.\nAsk about the delivery date.',
    reminder: 15,
    categories: ['Sales'],
  }),
  (place) => {
    const day = weekdayBefore(place, 1, 4);
    return {
      title: 'Sales meeting',
      when: at(day, '09:00', '10:00', place),
      recurrence: weekly(day, [1]),
      // Next week's is later.
      occurrences: {
        [dayAfter(day, 35)]: {
          when: at(dayAfter(day, 35), '11:00', '12:00', place),
          title: 'Sales meeting (later today)',
        },
      },
      location: 'Room Aare',
      reminder: 10,
    };
  },
  (place) => {
    const day = weekdayBefore(place, 1, 2);
    return {
      title: 'Stand-up',
      when: at(day, '08:45', '09:00', place),
      recurrence: weekly(day, [1, 2, 3, 4, 5]),
      occurrences: { [dayAfter(day, 14)]: { cancelled: true } },
    };
  },
  (place) => ({
    title: 'Trade fair',
    when: { allDay: true, start: dayAt(place, 12), end: dayAt(place, 15) },
    location: 'Hall 4',
    showAs: 'oof',
    categories: ['Travel'],
  }),
  (place) => {
    const first = `${dayAt(place, -40).slice(0, 8)}15`;
    return {
      title: 'Figures of the month',
      when: at(first, '16:00', '17:00', place),
      recurrence: {
        type: 'absoluteMonthly',
        interval: 1,
        dayOfMonth: 15,
        range: { type: 'noEnd', startDate: first },
      },
      showAs: 'tentative',
    };
  },
  (place) => ({
    title: 'Dentist',
    when: at(dayAt(place, 2), '14:00', '15:00', place),
    sensitivity: 'private',
  }),
];

const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * oneDayMs).toISOString().slice(0, 10);

const weekly = (day: string, numbers: readonly number[]) => ({
  type: 'weekly',
  interval: 1,
  daysOfWeek: numbers.map((number) => weekdays[number]),
  firstDayOfWeek: 'monday',
  range: { type: 'noEnd', startDate: day },
});

const addressOf = (name: string, company = 'Example'): string =>
  `${name}@${company.replace(/\W/g, '')}.example`.toLowerCase().replace(/ /g, '.');

const invited = (names: readonly string[], company?: string) =>
  Object.fromEntries(names.map((name) => [addressOf(name, company), { name }]));

/** A visit or talk of an hour or two, on a working day within some weeks. */
function visit(
  random: () => number,
  number: number,
  place: MeetingPlace,
): { readonly [field: string]: unknown } {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const some = Math.floor(random() * 40) - 12;
  const weekday = weekdayOf(dayAt(place, some));
  const day = dayAt(place, some + (weekday === 0 ? 1 : weekday === 6 ? 2 : 0));
  const hour = 8 + Math.floor(random() * 8);
  const length = 1 + Math.floor(random() * 2);
  const company = pick(companies);
  const clock = (value: number): string => `${String(value).padStart(2, '0')}:00`;
  return {
    title: `${pick(subjects)} ${company} (${number})`,
    when: at(day, clock(hour), clock(hour + length), place),
    location: pick(rooms),
    participants: random() < 0.7 ? invited([pick(people)], company) : undefined,
    reminder: random() < 0.5 ? 15 : undefined,
  };
}
