import { createContext } from 'react';
import type { Meeting } from '../api/types.ts';

/** The meeting that a form edits; null for a new one. */
export const EditedMeeting = createContext<Meeting | null>(null);
