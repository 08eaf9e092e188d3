import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../api/queries.ts';
import type { Permission } from '../api/types.ts';

/** Whether the person's profile holds a permission. The server decides; the pages only leave out what it would refuse. */
export function usePermission(permission: Permission): boolean {
  return useQuery(sessionQuery).data?.permissions.includes(permission) ?? false;
}
