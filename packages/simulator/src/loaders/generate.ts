import type { LoadedPerson } from './people.ts';

const GIVEN = (
  'Ada Amara Anders Anna Aisha Bao Beatriz Bruno Carmen Chidi Clara Daniel Diego Elena Emeka Emma Erik Fatima Finn ' +
  'Grace Hana Hiro Ines Ivan Jana Jonas José Julia Kenji Lars Leila Lena Luca Maja Marco Maria Mateo Mei Milan Mohamed ' +
  'Nadia Niko Noor Olga Omar Paula Pavel Priya Rahul Rosa Samir Sara Sofia Søren Tariq Thandi Tomás Uma Victor Wei Yara Zoë'
).split(' ');
const FAMILY = (
  'Abe Adeyemi Ali Andersson Bauer Becker Brandt Castillo Chen Costa Cruz Dahl Diaz Dubois Eriksen Fernández Fischer ' +
  'Ferrari García Haddad Hansen Hoffmann Horvat Ibrahim Ito Ivanova Jansen Kaya Keller Khan Kim Kovács Kowalski Larsen ' +
  'Lehmann Lopez Martin Meyer Mbeki Müller Nakamura Nguyen Novak Okafor O’Brien Olsen Patel Pereira Petrov Popescu Rossi ' +
  'Sato Schmidt Silva Singh Smith Svoboda Tanaka Vidal Virtanen Weber Wolf Yilmaz Zhang'
).split(' ');
const JOBS: [department: string, titles: string[]][] = [
  ['Sales', ['Account Manager', 'Sales Director', 'Sales Development Representative', 'Key Account Manager']],
  ['Marketing', ['Marketing Manager', 'Content Designer', 'Campaign Manager']],
  ['Customer Success', ['Customer Success Manager', 'Support Engineer']],
  ['Finance', ['Controller', 'Accountant']],
  ['Operations', ['Office Manager', 'Operations Manager']],
  ['IT', ['System Administrator', 'Security Engineer']],
];
const PLACES: [office: string, city: string, country: string, timeZone: string, language: string][] = [
  ['Berlin 2.14', 'Berlin', 'Germany', 'Europe/Berlin', 'de-DE'],
  ['London 5', 'London', 'United Kingdom', 'Europe/London', 'en-GB'],
  ['Chicago 31/A', 'Chicago', 'United States', 'America/Chicago', 'en-US'],
  ['Pune 7', 'Pune', 'India', 'Asia/Kolkata', 'en-IN'],
  ['Tokyo 12', 'Tokyo', 'Japan', 'Asia/Tokyo', 'ja-JP'],
  ['São Paulo 3', 'São Paulo', 'Brazil', 'America/Sao_Paulo', 'pt-BR'],
];
const GUEST_DOMAINS = ['fabrikam.example', 'northwind.example', 'tailspin.example'];

/**
 * `count` plausible people. The first is an administrator and the first three are plain members, so that a small tenant is
 * simple; among the others every 10th is a guest, every 17th is disabled, and every 7th has a mail address unlike the
 * userPrincipalName (GRAPH 2.8).
 */
export function generatePeople(count: number, random: () => number, domain: string): LoadedPerson[] {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const taken = new Set<string>();
  return Array.from({ length: count }, (_, index) => {
    const givenName = pick(GIVEN);
    const surname = pick(FAMILY);
    const [department, titles] = pick(JOBS);
    const [officeLocation, city, country, timeZone, preferredLanguage] = pick(PLACES);
    const name = unusedName(taken, `${plain(givenName)}.${plain(surname)}`);
    const isSpecial = index >= 3;
    const isGuest = isSpecial && index % 10 === 4;
    const hasOtherMail = isSpecial && index % 7 === 5;
    const home = `${name}@${isGuest ? pick(GUEST_DOMAINS) : domain}`;
    const userPrincipalName = isGuest ? `${home.replace('@', '_')}#EXT#@${domain}` : home;
    return {
      userPrincipalName,
      displayName: isGuest ? `${givenName} ${surname} (Guest)` : `${givenName} ${surname}`,
      timeZone,
      accountEnabled: !(isSpecial && index % 17 === 11),
      hasMailbox: !isGuest,
      isAdministrator: index === 0,
      properties: {
        givenName,
        surname,
        mail:
          hasOtherMail && !isGuest ? `${plain(surname)}.${plain(givenName).charAt(0)}@mail.${domain}` : home,
        userType: isGuest ? 'Guest' : 'Member',
        preferredLanguage,
        ...(isGuest ? {} : { jobTitle: pick(titles), department, officeLocation, city, country }),
      },
    };
  });
}

function unusedName(taken: Set<string>, wanted: string): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}${number}`;
  taken.add(name);
  return name;
}

/** `Zoë O’Brien` in the letters of an address. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('ø', 'o')
    .normalize('NFD')
    .replace(/[^a-z]/g, '');
}
