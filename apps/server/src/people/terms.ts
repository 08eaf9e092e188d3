/**
 * The terms and conditions that everybody accepts before they become a member (U4). Whoever changes the text gives it another version:
 * acceptances are kept with the version.
 */
export const terms = {
  version: '2026-01',
  title: 'Terms and conditions',
  text: [
    'This CRM is run by the organisation that invites you, on its own server. The organisation decides who may use it, what each person may see and change, and how long records are kept.',
    'What you enter belongs to the organisation. Your name, your address and what you change are visible to your colleagues there, and a log tells its administrators who did what, when and from where.',
    'If your organisation is connected to Microsoft 365, meetings, contacts and tasks may be kept in step with your mailbox. That happens only after you or your administrator have enabled it, and you can disable it whenever you like.',
    'Keep your password and your links to yourself, and use the CRM for the work of the organisation only.',
    'An administrator can deactivate your access. The records that you own then stay with the organisation.',
  ].join('\n\n'),
} as const;
