import type { ContainerMarkerPlace } from '../replica/remote-kind.ts';
import { extensionBody, extensionName, extensionOf } from './marker.ts';

/** A list carries our marker in an open extension: it has no other place for one (GRAPH 1.4). */
export const listMarker: ContainerMarkerPlace = {
  expand: `extensions($filter=id eq '${extensionName}')`,
  write: (marker) => ({ extensions: [extensionBody(marker)] }),
  read: extensionOf,
  put: (path, marker) => ({ method: 'POST', path: `${path}/extensions`, body: extensionBody(marker) }),
};
