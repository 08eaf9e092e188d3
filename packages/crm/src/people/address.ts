/** Whether a text looks like one e-mail address: something before and a domain after the @, no white space, at most 320 characters. */
export function isAddress(text: string): boolean {
  return text.length <= 320 && /^[^\s@<>()[\],;:"]+@[^\s@<>()[\],;:".]+(\.[^\s@<>()[\],;:".]+)+$/.test(text);
}
