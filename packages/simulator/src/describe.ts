import { GRAPH_SCOPES, IDENTITY_SCOPES } from './entra/permissions.ts';
import { administratorsOf } from './entra/consents.ts';
import { issueAccessToken } from './entra/tokens.ts';
import { TEST_APP } from './entra/apps.ts';
import type { SimulatorState } from './state/types.ts';

/** Seconds that the ready-made tokens live: long enough for a day of trying things. */
const READY_TOKEN_LIFE_S = 30 * 24 * 3600;

/** How to reach a running simulator: the JSON that the command prints. */
export type Description = {
  /** Base of Graph, with its version. */
  graphBase: string;
  /** The sign-in service, as `https://login.microsoftonline.com` is: append `/{tenantId}` or `/organizations`. */
  authority: string;
  tenantId: string;
  domain: string;
  people: DescribedPerson[];
  /** First a CRM that nobody has consented to yet, then a test client that holds all permissions. */
  apps: { clientId: string; clientSecret: string | null; tenantId: string; displayName: string }[];
  smtpPort: number | null;
  outlook: string;
  control: string;
};

export type DescribedPerson = {
  id: string;
  userPrincipalName: string;
  displayName: string;
  mail: string | null;
  isAdministrator: boolean;
  accountEnabled: boolean;
  /** Delegated, with all scopes, for the test client; lives 30 days. */
  accessToken: string;
};

export function describe(state: SimulatorState, origin: string, smtpPort: number | null): Description {
  const [tenant] = state.tenants.values();
  if (tenant === undefined) throw new Error('the simulator has no tenant');
  const apps = [...state.entra.apps.values()];
  const administrators = administratorsOf(state, tenant);
  const people = [...tenant.people.values()].map((person): DescribedPerson => {
    const { id, userPrincipalName, displayName, accountEnabled, properties } = person;
    const accessToken = issueAccessToken(state, {
      tenantId: tenant.id,
      personId: id,
      appId: TEST_APP.clientId,
      scopes: [...IDENTITY_SCOPES, ...GRAPH_SCOPES],
      expiresInS: READY_TOKEN_LIFE_S,
    });
    const mail = typeof properties.mail === 'string' ? properties.mail : null;
    const isAdministrator = administrators.has(id);
    return { id, userPrincipalName, displayName, mail, isAdministrator, accountEnabled, accessToken };
  });
  return {
    graphBase: `${origin}/v1.0`,
    authority: origin,
    tenantId: tenant.id,
    domain: tenant.domain,
    people,
    apps: apps.map(({ clientId, secrets, homeTenantId, displayName }) => ({
      clientId,
      clientSecret: secrets[0]?.value ?? null,
      tenantId: homeTenantId,
      displayName,
    })),
    smtpPort,
    outlook: `${origin}/outlook`,
    control: `${origin}/_control`,
  };
}
