/** What a route is: its handler and what the caller must hold to use it. */
export type Route<Call, Answer> = {
  handler: (call: Call) => Answer | Promise<Answer>;
  permission: Permission;
};

/**
 * Any one of the delegated scopes, or any one of the application roles, allows the call.
 * `directory` answers 403 with Authorization_RequestDenied instead of ErrorAccessDenied (GRAPH 8).
 */
export type Permission = { scopes: string[]; roles: string[]; directory?: boolean };

type Node<Call, Answer> = {
  fixed: Map<string, Node<Call, Answer>>;
  parameter: { name: string; node: Node<Call, Answer> } | null;
  methods: Map<string, Route<Call, Answer>>;
};

export type Router<Call, Answer> = {
  /** `path` like `/contactFolders/{folderId}/contacts`; fixed segments win over parameters and ignore case. */
  on(
    method: string,
    path: string,
    permission: Permission,
    handler: (call: Call) => Answer | Promise<Answer>,
  ): void;
  find(
    method: string,
    segments: readonly string[],
    from: number,
  ):
    | { found: 'route'; route: Route<Call, Answer>; params: Record<string, string> }
    | { found: 'path only' }
    | { found: 'nothing' };
};

function emptyNode<Call, Answer>(): Node<Call, Answer> {
  return { fixed: new Map(), parameter: null, methods: new Map() };
}

export function createRouter<Call, Answer>(): Router<Call, Answer> {
  const root = emptyNode<Call, Answer>();

  function nodeFor(path: string): Node<Call, Answer> {
    let node = root;
    for (const segment of path.split('/').filter(Boolean)) {
      if (segment.startsWith('{')) {
        node.parameter ??= { name: segment.slice(1, -1), node: emptyNode() };
        node = node.parameter.node;
      } else {
        const name = segment.toLowerCase();
        const next = node.fixed.get(name) ?? emptyNode<Call, Answer>();
        node.fixed.set(name, next);
        node = next;
      }
    }
    return node;
  }

  return {
    on(method, path, permission, handler) {
      nodeFor(path).methods.set(method, { handler, permission });
    },
    find(method, segments, from) {
      const params: Record<string, string> = {};
      let node = root;
      for (let index = from; index < segments.length; index++) {
        const segment = segments[index] ?? '';
        const fixed = node.fixed.get(segment.toLowerCase());
        if (fixed !== undefined) {
          node = fixed;
        } else if (node.parameter !== null) {
          params[node.parameter.name] = segment;
          node = node.parameter.node;
        } else {
          return { found: 'nothing' };
        }
      }
      if (node.methods.size === 0) return { found: 'nothing' };
      const route = node.methods.get(method);
      return route === undefined ? { found: 'path only' } : { found: 'route', route, params };
    },
  };
}
