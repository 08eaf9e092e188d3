import type { App } from '../http/app.ts';
import { actorOf } from '../http/sessions.ts';
import type { Given } from '../services.ts';
import { problems } from './answers.ts';
import { signInAddress, TAB_ADDRESS } from './microsoft365.links.ts';
import { microsoft365 } from './microsoft365.schema.ts';

export function microsoft365Routes(app: App, given: Given): void {
  app.get(
    '/api/microsoft365',
    {
      schema: {
        tags: ['microsoft365'],
        summary: 'What the tab Office 365 shows (P4)',
        response: { 200: microsoft365, ...problems },
      },
    },
    async (request) => {
      const { sync, config } = given();
      const view = await sync.microsoft365(actorOf(request));
      const offered = config.microsoft !== null;
      return {
        organisation: {
          ...view.organisation,
          connectUrl:
            offered && view.organisation.canConnect ? signInAddress('adminConsent', TAB_ADDRESS) : null,
        },
        account: { ...view.account, connectUrl: offered ? signInAddress('connect', TAB_ADDRESS) : null },
        sections: view.sections,
      };
    },
  );
}
