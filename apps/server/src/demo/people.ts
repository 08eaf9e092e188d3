/** The demo's organisation, and who works there. Everybody's password is shown at the start. */
export const organisation = 'Fjordlight Trading';
export const domain = 'fjordlight.example';
export const tenantId = 'b6f1a0de-2f4c-4d7e-9a51-0c3f5d8e7a10';
export const password = 'fjordlight-demo';

export interface DemoLogin {
  readonly name: string;
  readonly email: string;
  readonly timeZone: string;
  /** The login in Microsoft 365. */
  readonly microsoft365: string;
}

const person = (name: string, login: string, timeZone: string, email = `${login}@${domain}`): DemoLogin => ({
  name,
  email,
  timeZone,
  microsoft365: `${login}@${domain}`,
});

export const administrator = person('Astrid Holm', 'astrid', 'Europe/Oslo');

/** P5: the last one's login here differs from that in Microsoft 365, so enabling asks for a Microsoft sign-in once. */
export const salespeople: readonly DemoLogin[] = [
  person('Bjarne Lund', 'bjarne', 'Europe/Oslo'),
  person('Carmen Ruiz', 'carmen', 'Europe/Madrid'),
  person('Dev Anand', 'dev', 'Asia/Kolkata', 'dev@anand.example'),
];

export const everybody: readonly DemoLogin[] = [administrator, ...salespeople];

export const CONTACTS_EACH = 25;
export const TASKS_EACH = 15;
export const MEETINGS_EACH = 20;
export const SEED = 20;
