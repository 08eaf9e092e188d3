import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type ApiClient, type TestServer } from '../testing.ts';
import { until } from '../testing/until.ts';

let server: TestServer;
let api: ApiClient;

beforeAll(async () => {
  server = await startTestServer();
  ({ api } = (await server.organisation()).ann);
});
afterAll(() => server.stop());

interface Preview {
  id: string;
  suggestedMapping: Record<string, string>;
}
interface State {
  state: string;
  created: number;
  refused: { line: number; reason: string }[];
}

async function upload(name: string, content: string): Promise<Preview> {
  const form = new FormData();
  form.append('file', new Blob([content]), name);
  const answer = await api.request('POST', '/api/contacts/imports', form);
  expect(answer).toMatchObject({ status: 201 });
  return answer.body as Preview;
}

const ended = (id: string) =>
  until(
    () => api.get<State>(`/api/imports/${id}`),
    ({ state }) => state !== 'running' && state !== 'ready',
  );

describe('R1: import', () => {
  test('a CSV file with a wrong row: the others come in, the row is named with its line and reason', async () => {
    const csv =
      'First name,Last name,E-mail\nEva,Berg,eva@berg.example\nOla,Nord,not an address\nIda,Lind,ida@lind.example\n';
    const preview = await upload('people.csv', csv);
    expect(preview).toMatchObject({
      format: 'csv',
      rowCount: 3,
      columns: ['First name', 'Last name', 'E-mail'],
      suggestedMapping: { 'First name': 'firstName', 'Last name': 'lastName', 'E-mail': 'email' },
    });
    const body = { mapping: preview.suggestedMapping, duplicates: 'skip' };
    expect((await api.request('POST', `/api/imports/${preview.id}/start`, body)).status).toBe(202);
    const state = await ended(preview.id);
    expect(state).toMatchObject({ state: 'done', created: 2, refused: [{ line: 3 }] });
    const page = await api.get<{ items: { lastName: string; origin: string }[] }>(
      '/api/contacts?origin=import',
    );
    expect(page.items.map(({ lastName }) => lastName)).toEqual(['Berg', 'Lind']);
  });

  test('a vCard file comes in and goes out again', async () => {
    const card =
      'BEGIN:VCARD\r\nVERSION:3.0\r\nN:Öberg;Åsa;;;\r\nFN:Åsa Öberg\r\nEMAIL:asa@oberg.example\r\nEND:VCARD\r\n';
    const preview = await upload('asa.vcf', card);
    const body = { mapping: preview.suggestedMapping, duplicates: 'skip' };
    await api.post(`/api/imports/${preview.id}/start`, body);
    expect(await ended(preview.id)).toMatchObject({ state: 'done', created: 1 });
    const out = await api.request('GET', '/api/contacts/export?format=vcf');
    expect(out.headers.get('content-disposition')).toContain('contacts.vcf');
    expect(out.body).toContain('asa@oberg.example');
    const csv = await api.request('GET', '/api/contacts/export?format=csv');
    expect(csv.body).toContain('Öberg');
  });

  test('a file that is neither is refused', async () => {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2])]), 'photo.png');
    const answer = await api.request('POST', '/api/contacts/imports', form);
    expect(answer).toMatchObject({ status: 422, body: { code: 'unreadableFile' } });
  });

  test('V15: an import of somebody else is not there', async () => {
    const preview = await upload('one.csv', 'Last name\nAlone\n');
    const other = await server.organisation({ name: 'Åkesson', domain: 'akesson.example' });
    expect((await other.ann.api.request('GET', `/api/imports/${preview.id}`)).status).toBe(404);
  });
});

describe('R1: many at once', () => {
  test('a mass update over a filter, less one', async () => {
    const { items } = await api.get<{ items: { id: string }[] }>('/api/contacts?origin=import');
    const [spared] = items;
    const selection = { filter: { origin: 'import' }, except: [spared?.id] };
    const answer = await api.request('POST', '/api/contacts/mass-update', {
      selection,
      changes: { mailingCity: 'Umeå' },
    });
    expect(answer).toMatchObject({
      status: 200,
      body: { matched: items.length - 1, changed: items.length - 1 },
    });
    expect(await api.get(`/api/contacts/${spared?.id}`)).toMatchObject({
      mailingCity: null,
      massUpdatedAt: null,
    });
  });

  test('mass delete needs its own permission', async () => {
    const answer = await api.request('POST', '/api/contacts/mass-delete', { selection: { filter: {} } });
    expect(answer).toMatchObject({ status: 403, body: { code: 'notAllowed' } });
  });

  test('refused rows are downloaded as they stood, mended, and imported again', async () => {
    const rows = [
      'Zoë;Åberg;zoe@aberg.example;"Says ""hi"";\nand more"',
      'Ola;Nord;not an address;',
      'Bo;Sand;bo@sand',
      'x;y;z;a;b',
    ];
    const first = await upload('people.csv', `First name;Last name;E-mail;Description\n${rows.join('\n')}\n`);
    const body = { mapping: first.suggestedMapping, duplicates: 'skip' };
    await api.post(`/api/imports/${first.id}/start`, body);
    expect(await ended(first.id)).toMatchObject({ state: 'done', created: 1 });
    const answer = await api.request('GET', `/api/imports/${first.id}/refused`);
    expect(answer.headers.get('content-disposition')).toContain("filename*=UTF-8''people%20-%20refused.csv");
    const file = String(answer.body);
    expect(file.replace(/^\ufeff/, '').split('\r\n')).toEqual([
      'Line;Reason;First name;Last name;E-mail;Description',
      expect.stringMatching(/^4;.+;Ola;Nord;not an address;$/),
      expect.stringMatching(/^5;.+;Bo;Sand;bo@sand$/),
      expect.stringMatching(/^6;.+;x;y;z;a;b$/),
      '',
    ]);
    const mended = file
      .replaceAll('not an address', 'ola@nord.example')
      .replaceAll('bo@sand', 'bo@sand.example')
      .replace('x;y;z;a;b', 'Xenia;Yng;;');
    const second = await upload('mended.csv', mended);
    expect(second.suggestedMapping).toEqual(first.suggestedMapping);
    await api.post(`/api/imports/${second.id}/start`, { ...body, mapping: second.suggestedMapping });
    expect(await ended(second.id)).toMatchObject({ state: 'done', created: 3, refused: [] });
    expect(await api.request('GET', `/api/imports/${second.id}/refused`)).toMatchObject({
      status: 409,
      body: { code: 'wrongState' },
    });
  });

  test('a refused card says why in a property, and comes in once it is mended', async () => {
    const card = (name: string, mail: string) =>
      `BEGIN:VCARD\r\nVERSION:3.0\r\nN:${name};Eva;;;\r\nEMAIL:${mail}\r\nEND:VCARD\r\n`;
    const whole = card('Ek', 'eva@ek.example') + card('Alm', 'eva@alm.example');
    const first = await upload('people.vcf', whole.replace(/END:VCARD\r\n$/, ''));
    const body = { mapping: first.suggestedMapping, duplicates: 'skip' };
    await api.post(`/api/imports/${first.id}/start`, body);
    expect(await ended(first.id)).toMatchObject({ created: 1, refused: [{ line: 6 }] });
    const file = String((await api.request('GET', `/api/imports/${first.id}/refused`)).body);
    expect(file).toMatch(/^BEGIN:VCARD\r\nX-REFUSED:.+\n/);
    const second = await upload('mended.vcf', `${file}END:VCARD\r\n`);
    await api.post(`/api/imports/${second.id}/start`, { ...body, mapping: second.suggestedMapping });
    expect(await ended(second.id)).toMatchObject({ created: 1, refused: [] });
  });
});
