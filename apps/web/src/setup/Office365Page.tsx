export function Office365Page() {
  return null;
}
