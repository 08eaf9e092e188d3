import { CrmError } from '../errors.ts';

export const invalidName = (message: string): CrmError =>
  new CrmError('invalidValue', message, { problems: [{ path: 'name', message }] });

/** Does a change of profiles, or of who has them. What the database refuses (migrations 002, 036), in the words of the error table. */
export async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'CP003') throw new CrmError('lastAdministrator', undefined, { cause: error });
    if (code === '23505') throw invalidName('There is a profile of this name already.');
    // Somebody got the profile while it was being deleted.
    if (code === '23503') throw new CrmError('profileInUse', undefined, { cause: error });
    throw error;
  }
}
