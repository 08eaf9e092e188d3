import { microsoft365Errors } from '@counterpart/microsoft365';
import { entry, type ErrorEntry } from './entry.ts';

/** Why a channel is in its state, where neither the CRM nor Microsoft 365 gave the reason. */
export const channelReasons = {
  disabled: entry(409, 'The sync was disabled here.', 'Enable it again whenever you like.'),
  containerDeleted: entry(
    409,
    'The folder of the CRM was deleted in Microsoft 365, which disables the sync (C8).',
    'Enable it again to have a new folder made.',
  ),
  brake: entry(
    409,
    'The sync was about to delete more records than usual and waits for your answer.',
    'Look at what would be deleted, and approve or reject it.',
  ),
  pausedByHand: entry(409, 'The sync was paused here.', 'Resume it.'),
  permissionMissing: entry(
    403,
    'Your profile does not allow this sync any more; its set-up is kept.',
    'Ask an administrator for the permission.',
  ),
} as const satisfies Record<string, ErrorEntry>;

/** The connector's table knows nothing of HTTP: what passes by itself is a bad gateway, the rest waits for a person. */
export const connectorErrors: Readonly<Record<string, ErrorEntry>> = Object.fromEntries(
  Object.entries(microsoft365Errors).map(([code, known]) => [
    code,
    { status: known.retryable ? 502 : 409, ...known },
  ]),
);
