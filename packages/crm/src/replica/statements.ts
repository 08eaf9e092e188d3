/** Sends one statement, prepared once per connection under `name`. */
export interface Statements {
  query<R extends object>(name: string, text: string, values: readonly unknown[]): Promise<R[]>;
}
