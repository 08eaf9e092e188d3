import type { Recurrence } from '../api/types.ts';
import type { When } from './when.ts';

export type ShowAs = 'free' | 'tentative' | 'busy' | 'oof' | 'workingElsewhere' | 'unknown';
export type Sensitivity = 'normal' | 'personal' | 'private' | 'confidential';
export type Response = 'none' | 'tentative' | 'accepted' | 'declined';
export type Role = 'required' | 'optional' | 'resource';
export type Description = string | { html: string };
interface Named {
  id: string;
  name: string;
}
export interface Participant {
  name?: string;
  role: Role;
  response: Response;
}
export interface Occurrence {
  cancelled?: true;
  title?: string;
  when?: When;
  location?: string;
  description?: Description;
  reminder?: number;
  showAs?: ShowAs;
  sensitivity?: Sensitivity;
  categories?: string[];
  cleared?: string[];
}
export interface Meeting {
  id: string;
  owner: Named;
  origin: 'created' | 'import' | 'migration' | 'microsoft365' | 'api';
  version: number;
  createdAt: string;
  modifiedAt: string;
  deletedAt: string | null;
  title: string | null;
  when: When;
  startsAt: string;
  endsAt: string;
  nextStartsAt: string | null;
  recurrence: Recurrence | null;
  occurrences: { [day: string]: Occurrence };
  rule: string | null;
  notExpressible: { field: string; sentence: string }[];
  location: string | null;
  description: Description | null;
  participants: { [address: string]: Participant };
  invite: boolean;
  reminder: number | null;
  showAs: ShowAs;
  sensitivity: Sensitivity;
  categories: string[];
  online: boolean;
  joinUrl: string | null;
  host: { name?: string; address: string } | null;
  response: Response;
  uid: string | null;
  calendars: { recordId: string; owner: Named; response: Response; host: boolean }[];
  primaryId: string | null;
  sharedFieldsLocked: boolean;
  mayEdit: boolean;
  relatedContacts: { id: string; name: string; address: string }[];
}
export interface CalendarEntry {
  recordId: string;
  day: string | null;
  version: number;
  title: string | null;
  when: When;
  startsAt: string;
  endsAt: string;
  showAs: ShowAs;
  sensitivity: Sensitivity;
  changed: boolean;
  series: boolean;
  editable: boolean;
  mayEdit: boolean;
  host: { name?: string; address: string } | null;
  response: Response;
  online: boolean;
  joinUrl: string | null;
  location: string | null;
  categories: string[];
  owner: Named;
  participants: number;
  invite: boolean;
}
