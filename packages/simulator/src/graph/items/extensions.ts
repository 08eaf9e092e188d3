import type { JsonObject } from '../../state/types.ts';
import { bodyObject } from '../body.ts';
import type { GraphAnswer, MailboxCall } from '../call.ts';
import { graphError } from '../errors.ts';
import type { Permission, Router } from '../router.ts';
import { readExtension, readExtensionValues } from './custom.ts';
import { extensionView, extensionViews } from './view.ts';

type Holder = { extensions: Map<string, JsonObject> };

/** `…/extensions` and `…/extensions/{name}` below the path of an item (GRAPH 1.4). A change there raises no delta entry. */
export function mountExtensions(
  router: Router<MailboxCall, GraphAnswer>,
  path: string,
  read: Permission,
  write: Permission,
  holderOf: (call: MailboxCall) => Holder,
): void {
  router.on('GET', `${path}/extensions`, read, (call) => ({
    status: 200,
    body: { value: extensionViews(holderOf(call)) },
  }));
  router.on('POST', `${path}/extensions`, write, (call) => {
    const [name, values] = readExtension(bodyObject(call));
    const holder = holderOf(call);
    if (holder.extensions.has(name)) {
      throw graphError(409, 'NameAlreadyExists', `An extension with the name '${name}' already exists.`);
    }
    holder.extensions.set(name, values);
    return { status: 201, body: extensionView(name, values) };
  });
  router.on('GET', `${path}/extensions/{extension}`, read, (call) => {
    const { name, values } = extensionOf(call, holderOf(call));
    return { status: 200, body: extensionView(name, values) };
  });
  router.on('PATCH', `${path}/extensions/{extension}`, write, (call) => {
    const { name, values } = extensionOf(call, holderOf(call));
    Object.assign(values, readExtensionValues(bodyObject(call)));
    return { status: 200, body: extensionView(name, values) };
  });
  router.on('DELETE', `${path}/extensions/{extension}`, write, (call) => {
    const holder = holderOf(call);
    holder.extensions.delete(extensionOf(call, holder).name);
    return { status: 204 };
  });
}

function extensionOf(call: MailboxCall, holder: Holder): { name: string; values: JsonObject } {
  const asked = call.params['extension'] ?? '';
  const name = asked.replace(/^microsoft\.graph\.openTypeExtension\./i, '');
  const values = holder.extensions.get(name);
  if (values === undefined) throw graphError(404, 'ErrorItemNotFound', 'Extension with given id not found.');
  return { name, values };
}
