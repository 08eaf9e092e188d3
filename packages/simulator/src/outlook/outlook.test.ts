import { describe, expect, test } from 'vitest';
import { receiveMime } from '../mail/mime.ts';
import { testTenant, text } from '../testkit.ts';

const ANN = '/outlook/ann%40contoso.example';

function setUp() {
  const { simulator, clock, client } = testTenant();
  const ann = simulator.act('ann@contoso.example');
  const open = async (path: string) => (await simulator.fetch(new Request(`http://localhost${path}`))).text();
  const submit = (path: string, form: Record<string, string>) =>
    simulator.fetch(
      new Request(`http://localhost${path}`, { method: 'POST', body: new URLSearchParams(form) }),
    );
  const only = () => {
    const [contact, ...others] = ann.contacts();
    expect(others).toEqual([]);
    return contact ?? {};
  };
  return { simulator, clock, client, ann, open, submit, only };
}

/** What a browser sends for a contact's form: every field of it. */
function fieldsOf(page: string): Record<string, string> {
  const fields: Record<string, string> = {};
  const unescape = (escaped: string) =>
    escaped
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
  const form = page.slice(page.indexOf('/contacts/'));
  for (const [, name = '', value = ''] of form.matchAll(/<input[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"/g))
    fields[name] = unescape(value);
  for (const [, name = '', value = ''] of form.matchAll(
    /<textarea[^>]*?name="([^"]+)"[^>]*>([^<]*)<\/textarea/g,
  ))
    fields[name] = unescape(value).replaceAll('\r\n', '\n').replaceAll('\n', '\r\n');
  return fields;
}

test('anybody’s mailbox can be picked and searched for', async () => {
  const { open } = setUp();
  expect(await open('/outlook')).toContain('Ann Archer');
  expect(await open('/outlook?q=bob')).not.toContain('Ann Archer');
  expect(await open('/outlook/nobody/people')).toContain('Nobody here goes by');
});

describe('People', () => {
  test('a contact is created, seen, edited, moved and deleted', async () => {
    const { ann, open, submit, only } = setUp();
    const created = await submit(`${ANN}/contacts/create`, {
      folder: '',
      givenName: 'Zoë',
      surname: '<Quinn>',
      'emailAddresses#0': 'z@x.example',
      'homeAddress.street': '1 High St\r\nFlat 2',
    });
    expect(created.status).toBe(303);
    expect(only()).toMatchObject({
      givenName: 'Zoë',
      displayName: 'Zoë <Quinn>',
      emailAddresses: [{ address: 'z@x.example' }],
      homeAddress: { street: '1 High St\nFlat 2' },
    });
    const seen = await open(created.headers.get('location') ?? '');
    expect(seen).toContain('Zoë &lt;Quinn&gt;');

    const id = text(only(), 'id');
    const form = fieldsOf(await open(`${ANN}/people?edit=yes&contact=${encodeURIComponent(id)}`));
    const edited = await submit(`${ANN}/contacts/update`, {
      ...form,
      jobTitle: 'Pilot',
      mobilePhone: '+1 5',
    });
    expect(edited.status).toBe(303);
    expect(only()).toMatchObject({
      jobTitle: 'Pilot',
      mobilePhone: '+1 5',
      homeAddress: { street: '1 High St\nFlat 2' },
    });

    await submit(`${ANN}/folders/create`, { name: 'Friends' });
    const friends = ann.contactFolders().find(({ properties }) => properties.displayName === 'Friends');
    const moved = await submit(`${ANN}/contacts/move`, { id, folder: friends?.id ?? '' });
    expect(only()).toMatchObject({ parentFolderId: friends?.id });
    expect(only().id).not.toBe(id);
    expect(await open(moved.headers.get('location') ?? '')).toContain('Pilot');

    await submit(`${ANN}/contacts/delete`, { id: text(only(), 'id') });
    expect(ann.contacts()).toEqual([]);
  });

  test('saving a form that nobody touched changes nothing', async () => {
    const { ann, open, submit, only } = setUp();
    ann.createContact({
      givenName: 'Al',
      personalNotes: 'a\r\nb',
      birthday: '1990-02-03T11:59:00Z',
      categories: ['A', 'B'],
      imAddresses: ['1', '2'],
      emailAddresses: [{ name: 'Work', address: 'al@x.example' }],
    });
    const before = only();
    const form = fieldsOf(
      await open(`${ANN}/people?edit=yes&contact=${encodeURIComponent(text(before, 'id'))}`),
    );
    await submit(`${ANN}/contacts/update`, form);
    expect(only()).toEqual(before);
    await submit(`${ANN}/contacts/update`, { ...form, 'imAddresses#0': '9' });
    expect(only()).toMatchObject({ imAddresses: ['9', '2'], emailAddresses: [{ name: 'Work' }] });
  });

  test('what is done here shows in Graph’s delta, like any edit', async () => {
    const { client, submit } = setUp();
    const graph = client('ann@contoso.example');
    const first = await graph.get('/me/contactFolders/contacts/contacts/delta');
    await submit(`${ANN}/contacts/create`, { givenName: 'New' });
    const next = await graph.get(text(first.body, '@odata.deltaLink'));
    expect(next.body.value).toMatchObject([{ givenName: 'New' }]);
  });

  test('folders are renamed and deleted with what is in them; the default one stays', async () => {
    const { ann, open, submit } = setUp();
    await submit(`${ANN}/folders/create`, { name: 'Old' });
    const old = ann.contactFolders().find(({ properties }) => properties.displayName === 'Old')?.id ?? '';
    ann.createContact({ givenName: 'In' }, old);
    await submit(`${ANN}/folders/rename`, { id: old, name: 'Newer' });
    expect(await open(`${ANN}/people`)).toContain('Newer');
    const refused = await submit(`${ANN}/folders/create`, { name: 'newer' });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('role="alert"');
    await submit(`${ANN}/folders/delete`, { id: old });
    expect(ann.contacts()).toEqual([]);
    const kept = await submit(`${ANN}/folders/delete`, { id: ann.contactFolders()[0]?.id ?? '' });
    expect(await kept.text()).toContain('cannot be renamed or deleted');
  });

  test('what is refused is said, and what was typed is kept', async () => {
    const { submit, ann } = setUp();
    const answer = await submit(`${ANN}/contacts/create`, {
      givenName: 'Kept',
      displayName: '',
      birthday: 'yesterday',
    });
    expect(answer.status).toBe(400);
    const page = await answer.text();
    expect(page).toContain('role="alert"');
    expect(page).toContain('value="Kept"');
    expect(ann.contacts()).toEqual([]);
    expect(await (await submit(`${ANN}/contacts/create`, { displayName: '' })).text()).toContain(
      'at least one field',
    );
  });

  test('a contact that is gone is said to be gone', async () => {
    const { open } = setUp();
    expect(await open(`${ANN}/people?contact=gone`)).toContain('not there any more');
  });
});

describe('Mail', () => {
  async function withMail() {
    const setup = setUp();
    const raw =
      'From: CRM <crm@else.example>\r\nTo: ann@contoso.example\r\nSubject: Join <us>\r\nContent-Type: text/html\r\n\r\n<p>Open <a href="https://crm.example/i">it</a><script>alert(1)</script></p>\r\n';
    await receiveMime(
      setup.simulator.state,
      { from: 'crm@else.example', to: ['ann@contoso.example', 'zed@else.example'] },
      raw,
    );
    const { body } = await setup.ann.call('GET', '/messages');
    const id = String((body as { value: { id: string }[] }).value[0]?.id);
    return { ...setup, id, message: `${ANN}/mail?message=${encodeURIComponent(id)}` };
  }

  test('the inbox lists it, opening it marks it as read', async () => {
    const { open, message } = await withMail();
    expect(await open(`${ANN}/mail`)).toContain('class="unread"');
    const page = await open(message);
    expect(page).toContain('Join &lt;us&gt;');
    expect(page).not.toContain('class="unread"');
  });

  test('its HTML stands in a sandboxed frame: no script runs, links open in a new tab', async () => {
    const { simulator, open, message } = await withMail();
    const page = await open(message);
    expect(page).not.toContain('alert(1)');
    expect(page).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
    const src = /<iframe[^>]*src="([^"]+)"/s.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const frame = await simulator.fetch(new Request(`http://localhost${src}`));
    expect(frame.headers.get('content-security-policy')).toMatch(
      /^sandbox allow-popups .*default-src 'none'/,
    );
    const text = await frame.text();
    expect(text).toContain('<base target="_blank">');
    expect(text).toContain('href="https://crm.example/i"');
  });

  test('it can be deleted, and marked as unread', async () => {
    const { ann, id, submit, open, message } = await withMail();
    await open(message);
    await submit(`${ANN}/mail/unread`, { id, folder: '' });
    expect(await open(`${ANN}/mail`)).toContain('class="unread"');
    await submit(`${ANN}/mail/delete`, { id, folder: '' });
    expect((await ann.call('GET', '/mailFolders/inbox/messages')).body).toMatchObject({ value: [] });
  });

  test('mail to addresses without a mailbox can be read as well', async () => {
    const { open } = await withMail();
    const page = await open('/outlook/outside?address=zed%40else.example');
    expect(page).toContain('Join &lt;us&gt;');
  });
});
