import { microsoft365Errors } from '@counterpart/microsoft365';
import { entry, type ErrorEntry } from './entry.ts';

/** Why a channel is in its state, where neither the CRM nor Microsoft 365 gave the reason. */
export const channelReasons = {
  disabled: entry(409, 'The sync was disabled here.', 'Enable it again whenever you like.'),
  containerDeleted: entry(
    409,
    'The folder or list of the CRM was deleted in Microsoft 365, which disables the sync (C8, T4).',
    'Enable it again to have a new one made.',
  ),
  brake: entry(
    409,
    'The sync was about to delete more records than usual and waits for your answer.',
    'Look at what would be deleted, and approve or reject it.',
  ),
  pausedByHand: entry(409, 'The sync was paused here.', 'Resume it.'),
  userDeactivated: entry(
    409,
    'The person is deactivated in the CRM; the set-up and the links are kept.',
    'Activate them again in Users.',
  ),
  permissionMissing: entry(
    403,
    'Your profile does not allow this sync any more; its set-up is kept.',
    'Ask an administrator for the permission.',
  ),
  scopeMissing: entry(
    409,
    'Your sign-in to Microsoft 365 does not include the permission that this sync needs.',
    'Sign in to Microsoft again and allow it.',
  ),
  organisationConsentWithdrawn: entry(
    409,
    "Your organisation's consent for this app is gone in Microsoft 365.",
    'An administrator connects the organisation again.',
  ),
  interrupted: entry(409, 'The run was interrupted; the next one went on from there.', null, true),
  asked: entry(409, 'The run was asked to stop; the next one goes on from there.', null, true),
} as const satisfies Record<string, ErrorEntry>;

/** Why one record does not follow (V19), where Microsoft 365 did not give the reason. */
export const linkReasons = {
  recordRefused: entry(
    409,
    'The CRM cannot store a value of this record.',
    'Correct the value in Microsoft 365.',
  ),
  subjectMissing: entry(
    409,
    'A task needs a subject, and this one has none in Microsoft To Do.',
    'Give it a title in Microsoft To Do.',
  ),
  timeMissing: entry(
    409,
    'A meeting needs a start and an end, and this one has none in Microsoft 365.',
    'Give it a start and an end in Microsoft 365.',
  ),
  notExpressible: entry(
    409,
    'It repeats in a way that Microsoft 365 cannot express, so it is kept here and not synced.',
    'Give it another recurrence.',
  ),
  noOutcome: entry(500, 'The CRM gave no answer for this record.', null, true),
  uncertain: entry(
    409,
    'The reply of Microsoft 365 was lost; it is being looked at what became of the change.',
    null,
    true,
  ),
  wouldMail: entry(
    409,
    'Two meetings were found to be one. Making them equal would mail their participants, and nobody asked for that.',
    'Edit the meeting: with your edit, both become equal and the participants hear of it.',
  ),
  unmarked: entry(
    409,
    'It does not carry our mark in Microsoft 365 yet, by which it would be recognised if it were moved.',
    null,
    true,
  ),
  later: entry(409, 'Microsoft 365 asked to try this record again later.', null, true),
  held: entry(409, 'Its deletion waits for an answer.', 'Approve or reject the deletion.'),
  rejected: entry(409, 'Its deletion was rejected; the two records no longer follow each other.'),
  deletedThere: entry(
    409,
    'It was deleted in Microsoft 365 and is kept here on its own (C3, T1).',
    'Delete it here too, or leave it.',
  ),
  deletedHere: entry(
    409,
    'It was deleted here and stays in Microsoft 365 on its own.',
    'Delete it there too, or restore it here.',
  ),
  direction: entry(
    409,
    'The configuration lets nothing travel in this direction.',
    'Change the direction in the configuration.',
  ),
  notOwner: entry(409, 'It belongs to somebody else now (C5, T2).', 'Change its owner back.'),
  imported: entry(
    409,
    'It was imported, and imported records are not synced (C7, T2).',
    'Change it by a mass update.',
  ),
} as const satisfies Record<string, ErrorEntry>;

/** The connector's table knows nothing of HTTP: what passes by itself is a bad gateway, the rest waits for a person. */
export const connectorErrors: Readonly<Record<string, ErrorEntry>> = Object.fromEntries(
  Object.entries(microsoft365Errors).map(([code, known]) => [
    code,
    { status: known.retryable ? 502 : 409, ...known },
  ]),
);
