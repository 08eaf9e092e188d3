/** Where the pages show the tab Office 365 (P4). */
export const TAB_ADDRESS = '/setup/marketplace/microsoft/office-365';

export type SignInPurpose = 'signIn' | 'connect' | 'adminConsent';

/** Where a sign-in with Microsoft begins; afterwards the browser is sent to `returnTo`, a path of these pages. */
export function signInAddress(purpose: SignInPurpose, returnTo: string): string {
  return `/auth/microsoft?${new URLSearchParams({ purpose, returnTo }).toString()}`;
}
