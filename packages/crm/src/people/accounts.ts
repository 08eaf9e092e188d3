import { hash, verify } from '@node-rs/argon2';
import { sql } from 'kysely';
import type { Crm } from '../crm.ts';
import { CrmError } from '../errors.ts';
import { isAddress } from './address.ts';

const shortestPassword = 8;

export interface NewAccount {
  readonly name: string;
  readonly email: string;
  /** Whether it was verified that the person owns the address (P5); false when left out. */
  readonly emailVerified?: boolean;
  /** Without one the person signs in with Microsoft alone. */
  readonly password?: string;
  readonly timeZone?: string;
  readonly locale?: string;
}

/**
 * Creates a person's account.
 * @throws CrmError `invalidValue` for an address or password that cannot be used.
 */
export async function createAccount(
  crm: Crm,
  input: NewAccount,
): Promise<{ outcome: 'created'; accountId: string } | { outcome: 'emailTaken' }> {
  const email = input.email.trim();
  if (!isAddress(email)) {
    throw new CrmError('invalidValue', undefined, {
      problems: [{ path: 'email', message: `"${email}" is not an e-mail address.` }],
    });
  }
  const now = new Date(crm.clock.now());
  const passwordHash = input.password === undefined ? null : await hashed(input.password);
  return crm.asAccount(null, async (tx) => {
    const created = await tx
      .insertInto('accounts')
      .values({
        id: crm.ids.next(),
        name: input.name,
        email,
        email_verified_at: input.emailVerified === true ? now : null,
        password_hash: passwordHash,
        time_zone: input.timeZone ?? 'UTC',
        locale: input.locale ?? 'en',
        created_at: now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    return created ? { outcome: 'created', accountId: created.id } : { outcome: 'emailTaken' };
  });
}

/** Gives the account another password. @throws CrmError `invalidValue`, `notFound` */
export async function setPassword(crm: Crm, accountId: string, password: string): Promise<void> {
  const passwordHash = await hashed(password);
  await crm.asAccount(accountId, async (tx) => {
    const changed = await tx
      .updateTable('accounts')
      .set({ password_hash: passwordHash })
      .where('id', '=', accountId)
      .returning('id')
      .executeTakeFirst();
    if (!changed) throw new CrmError('notFound');
  });
}

/** The account with this address and password. Takes the same time whether the account exists or not. */
export async function verifyPassword(
  crm: Crm,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<{ outcome: 'right'; accountId: string } | { outcome: 'wrong' }> {
  const found = await crm.asAccount(null, (tx) =>
    tx
      .selectFrom('accounts')
      .select(['id', 'password_hash'])
      .where(sql`lower(email)`, '=', email.trim().toLowerCase())
      .executeTakeFirst(),
  );
  const right = await verify(found?.password_hash ?? (await nobodysHash), password);
  return right && found?.password_hash ? { outcome: 'right', accountId: found.id } : { outcome: 'wrong' };
}

/** The account with this address, and whether it was verified that the person owns it (P5). */
export async function findAccountByEmail(
  crm: Crm,
  email: string,
): Promise<{ accountId: string; emailVerified: boolean } | null> {
  const found = await crm.asAccount(null, (tx) =>
    tx
      .selectFrom('accounts')
      .select(['id', 'email_verified_at'])
      .where(sql`lower(email)`, '=', email.trim().toLowerCase())
      .executeTakeFirst(),
  );
  return found ? { accountId: found.id, emailVerified: found.email_verified_at !== null } : null;
}

/** argon2id with the library's defaults, which are OWASP's first recommendation ("Password Storage Cheat Sheet"). */
export async function hashed(password: string): Promise<string> {
  if (password.length < shortestPassword) {
    throw new CrmError('invalidValue', undefined, {
      problems: [{ path: 'password', message: `A password has at least ${shortestPassword} characters.` }],
    });
  }
  return hash(password);
}

const nobodysHash = hash('the password of nobody');
