import type { Permission } from '../actor.ts';
import type { MembershipState } from '../database/tables.ts';
import type { Invitation } from './invitation-rows.ts';
import type { JoinRequest } from './join-request-rows.ts';

export interface Named {
  readonly id: string;
  readonly name: string;
}

export interface Profile extends Named {
  /** System profiles cannot be changed (P1). */
  readonly system: boolean;
  readonly permissions: Permission[];
  /** How many memberships have it, in whatever state. */
  readonly members: number;
}

export type UserState = MembershipState | 'invited' | 'asking';

/** A member of the organisation, by the id of the membership; or somebody invited or asking, by the id of the invitation or request. */
export interface User extends Named {
  /** Null for those who are no members yet. */
  readonly accountId: string | null;
  readonly email: string;
  readonly profile: Named | null;
  readonly state: UserState;
  readonly invitation: Invitation | null;
  readonly request: JoinRequest | null;
}

/** What a session says: who, in which organisation, and what they may do there. */
export interface SessionView {
  readonly orgId: string;
  readonly membershipId: string;
  readonly accountId: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly account: {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    /** P5: only a verified address counts as the person's login. */
    readonly emailVerified: boolean;
    readonly timeZone: string;
    readonly locale: string;
  };
  readonly organisation: Named;
  /** All organisations in which the person is an active member (R3). */
  readonly organisations: Named[];
  readonly profile: Named;
  readonly expiresAt: Date;
}
