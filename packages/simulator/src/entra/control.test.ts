import { expect, test } from 'vitest';
import { testTenant } from '../testkit.ts';

test('apps are registered, consented to and left without a secret over the control API', async () => {
  const { simulator } = testTenant();
  const control = async (method: string, path: string, body?: object) => {
    const init = { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await simulator.fetch(new Request(`http://localhost/_control${path}`, init));
    const text = await response.text();
    return {
      status: response.status,
      body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
    };
  };
  const [tenantId = ''] = simulator.state.tenants.keys();
  const { status, body: app } = await control('POST', '/apps', {
    displayName: 'Mine',
    redirectUris: ['https://mine.example/cb'],
    application: ['User.Read.All'],
  });
  expect(status).toBe(201);
  const clientId = String(app.clientId);
  const { body: secret } = await control('POST', `/apps/${clientId}/secrets`);
  const form = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: String(secret.clientSecret),
    scope: 'https://graph.microsoft.com/.default',
  };
  const token = async () => {
    const request = new Request(`http://localhost/${tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    return (await (await simulator.fetch(request)).json()) as Record<string, unknown>;
  };
  expect((await control('POST', `/apps/${clientId}/grant-consent`)).status).toBe(204);
  const { access_token } = await token();
  const users = await simulator.fetch(
    new Request('http://localhost/v1.0/users', {
      headers: { authorization: `Bearer ${String(access_token)}` },
    }),
  );
  expect(users.status).toBe(200);
  await control('POST', `/apps/${clientId}/expire-secrets`);
  expect(await token()).toMatchObject({ error: 'invalid_client', error_codes: [7000222] });
  expect((await control('POST', '/apps/nobody/grant-consent')).status).toBe(404);
  expect((await control('POST', '/apps', {})).body).toMatchObject({
    error: { message: 'displayName is needed.' },
  });
});
