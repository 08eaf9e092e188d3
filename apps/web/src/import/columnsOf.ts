const keyOf = (id: string) => `counterpart.import.${id}`;

/** The columns of the file of an import: told once, when the file is read, and needed again for the file of refused rows. */
export function keepColumns(id: string, columns: readonly string[]): void {
  sessionStorage.setItem(keyOf(id), JSON.stringify(columns));
}

export function columnsOf(id: string): string[] {
  return JSON.parse(sessionStorage.getItem(keyOf(id)) ?? '[]') as string[];
}
