/** Which ones of a series an edit is about: one, that one and all after it, or all. */
export const scopes = ['one', 'following', 'all'] as const;
export type Scope = (typeof scopes)[number];
