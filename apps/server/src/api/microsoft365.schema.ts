import { z } from 'zod';
import { section } from './channels.schema.ts';

/** What the tab Office 365 shows (P4, P5, P6). */
export const microsoft365 = z
  .object({
    organisation: z.object({
      connected: z.boolean(),
      tenantId: z.string().nullable(),
      tenantName: z.string().nullable(),
      /** Whether the person may connect the organisation. */
      canConnect: z.boolean(),
      connectUrl: z.string().nullable(),
    }),
    account: z.object({
      /** A Microsoft sign-in of this person is kept. */
      connected: z.boolean(),
      login: z.string().nullable(),
      /** P5: the verified login here equals the login in the connected tenant. */
      sameLogin: z.boolean(),
      connectUrl: z.string().nullable(),
    }),
    /** Events, Contacts and Tasks, in this order. */
    sections: z.array(section),
  })
  .meta({ id: 'Microsoft365' });

/** One server-sent event of /api/events: something changed here, ask again. */
export const changeEvent = z
  .object({
    type: z.enum(['contact', 'meeting', 'task', 'section', 'import', 'hello']),
    id: z.string().nullable(),
    kind: z.string().nullable(),
  })
  .meta({ id: 'ChangeEvent' });

/** Graph's change notifications (the page "Receive change notifications through webhooks"). Unknown members are kept out. */
export const notificationBody = z.object({
  value: z
    .array(
      z.object({
        subscriptionId: z.string().max(200),
        clientState: z.string().max(500).nullish(),
        changeType: z.string().max(100).optional(),
        lifecycleEvent: z.string().max(100).optional(),
        resource: z.string().max(2000).optional(),
        tenantId: z.string().max(200).optional(),
      }),
    )
    .max(1000),
});
export const validationQuery = z.object({ validationToken: z.string().max(4000).optional() });
