import type { ConfigurationInput, Kind } from '../api/types.ts';

const keyOf = (kind: Kind) => `counterpart.enable.${kind}`;

/** P5: the way through Microsoft's sign-in leaves these pages; the settings wait here until the person is back. */
export function keepPendingEnable(kind: Kind, configuration: ConfigurationInput): void {
  sessionStorage.setItem(keyOf(kind), JSON.stringify(configuration));
}

export const isPendingEnable = (kind: Kind): boolean => sessionStorage.getItem(keyOf(kind)) !== null;

export function takePendingEnable(kind: Kind): ConfigurationInput | null {
  const kept = sessionStorage.getItem(keyOf(kind));
  return kept === null ? null : (JSON.parse(kept) as ConfigurationInput);
}

export const dropPendingEnable = (kind: Kind): void => sessionStorage.removeItem(keyOf(kind));
