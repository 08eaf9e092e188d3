/** Where the access tokens of one connection come from. A token is opaque: nobody looks into it (GRAPH 7). */
export interface TokenSource {
  /**
   * A token that is good for a while.
   * @throws ChannelProblem where there is none to be had: `signInLapsed`, `consentWithdrawn`, `credentialInvalid`, `serviceUnavailable`.
   */
  token(): Promise<string>;
  /** Another token than the one that Graph refused. Throws as above. */
  renew(refused: string): Promise<string>;
}
