import type { Content } from '@counterpart/engine';
import { canonicalContact } from '../contacts/table.ts';

/** Words from which demo contacts are made. The names are common ones, put together by chance; companies and addresses are invented. */
const firstNames =
  'Ada Alan Amara Anna Ben Carla Chen Clara David Dina Elena Emeka Eva Farid Felix Grace Hana Hugo Ines Ivan Jana Jonas Kavya Kenji Lara Leo Lina Luis Maja Marc Mei Mira Nadia Nils Noor Olga Omar Paul Petra Priya Rosa Samir Sara Sven Tara Theo Tomás Uma Vera Yusuf Zoë Łukasz';
const lastNames =
  'Adeyemi Almeida Andersson Bauer Becker Berg Bianchi Castro Dahl Das Dubois Eriksen Fischer Fontaine Fraser García Gruber Haas Hansen Ibrahim Iyer Jansen Jensen Kaya Keller Khan Kim Kowalski Lang Larsen Lindqvist Lopes Mäkinen Martin Mehta Meyer Moreau Müller Nakamura Novak Okafor Olsen Park Petrov Popescu Quinn Rossi Sato Schmid Silva Takahashi Tanaka Varga Vogel Walker Weber Yılmaz Zhang';
const companies =
  'Alder Logistics|Bluefin Analytics|Cedar & Stone|Delta Optics|Elmwood Foods|Fjord Shipping|Granite Software|Harbour Insurance|Indigo Textiles|Juniper Clinics|Kestrel Energy|Larkspur Design|Meridian Rail|Northgate Tools|Orchard Media|Pinecrest Hotels';
const titles =
  'Purchasing manager|Head of sales|Chief technology officer|Office manager|Project lead|Controller|Marketing director|Support engineer|Plant manager|Consultant';
const departments =
  'Purchasing|Sales|Technology|Administration|Projects|Finance|Marketing|Support|Operations';
const places: readonly (readonly [string, string, string, string])[] = [
  ['Zürich', 'ZH', '8004', 'Switzerland'],
  ['Hamburg', '', '20095', 'Germany'],
  ['Lyon', '', '69002', 'France'],
  ['Toronto', 'ON', 'M5V 2T6', 'Canada'],
  ['Austin', 'TX', '78701', 'United States'],
  ['Leeds', '', 'LS1 4AP', 'United Kingdom'],
  ['Osaka', '', '530-0001', 'Japan'],
  ['Porto', '', '4000-322', 'Portugal'],
];
const streets = 'Station Road|Mill Lane|Harbour Street|Park Avenue|Market Square|Church Street';
const notes =
  'Met at the spring fair.|Prefers to be called in the morning.|Asked for the new price list.|Long-standing customer.';

/** Numbers from 0 up to below 1, the same for the same seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One invented contact; `number` makes the address one of a kind. */
export function inventContact(random: () => number, number: number): Content {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const sometimes = (share: number, value: () => string): string => (random() < share ? value() : '');
  const digits = (count: number): string =>
    Array.from({ length: count }, () => Math.floor(random() * 10)).join('');
  const firstName = pick(firstNames.split(' '));
  const lastName = pick(lastNames.split(' '));
  const accountName = pick(companies.split('|'));
  const [city, state, postalCode, country] = pick(places);
  const ascii = (text: string): string =>
    text
      .toLowerCase()
      .replaceAll('ł', 'l')
      .replaceAll('ı', 'i')
      .normalize('NFD')
      .replace(/[^a-z]/g, '');
  const day = new Date(Date.UTC(1955, 0, 1 + Math.floor(random() * 17_000)));
  return canonicalContact({
    firstName,
    lastName,
    accountName,
    email: `${ascii(firstName)}.${ascii(lastName)}${number}@${ascii(accountName)}.example`,
    // 555-01xx numbers are kept free for fiction.
    phone: `+1 ${200 + Math.floor(random() * 700)} 555 01${digits(2)}`,
    mobile: sometimes(0.6, () => `+1 ${200 + Math.floor(random() * 700)} 555 01${digits(2)}`),
    title: pick(titles.split('|')),
    department: sometimes(0.7, () => pick(departments.split('|'))),
    dateOfBirth: sometimes(0.2, () => day.toISOString().slice(0, 10)),
    mailingStreet: `${1 + Math.floor(random() * 180)} ${pick(streets.split('|'))}`,
    mailingCity: city,
    mailingState: state,
    mailingPostalCode: postalCode,
    mailingCountry: country,
    description: sometimes(0.3, () => pick(notes.split('|'))),
  });
}
