import { z } from 'zod';

/** Everything that the surroundings decide. The only module that reads the environment. */
export interface Config {
  readonly databaseUrl: string;
  /** The address under which browsers and Microsoft reach the server, without a slash at the end. */
  readonly publicUrl: string;
  readonly host: string;
  readonly port: number;
  /** Null: sign-in with Microsoft and the sync are not offered. */
  readonly microsoft: MicrosoftConfig | null;
  /** Null: no mail is sent. */
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  /** How many invitations an organisation may send in an hour, and how many may ask to join it (U8). */
  readonly invitationsPerHour: number;
  /** Keys of 32 bytes that seal tokens and cookies. The first one seals, all of them open: rotate by putting a new one in front. */
  readonly secretKeys: readonly Buffer[];
  readonly logLevel: LogLevel;
  /** How many jobs a worker process runs at a time. */
  readonly jobsAtATime: number;
  /** Requests that a session or an access token may send in a minute, to each process. */
  readonly requestsPerMinute: number;
  /** Whether X-Forwarded-* of the proxy in front is believed. */
  readonly trustProxy: boolean;
}

export interface MicrosoftConfig {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The sign-in service, without a slash at the end. */
  readonly authority: string;
  /** `organizations` for any tenant, or the id of the only one that may sign in. */
  readonly tenant: string;
  /** Microsoft Graph with its version, without a slash at the end. */
  readonly graphBase: string;
  /** false: Graph's published limit of requests in ten minutes is not kept, for measuring against a tenant that has none. */
  readonly paced?: boolean;
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(
      `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map((line) => `  ${line}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

/** Whether plain http is acceptable: only on this machine. */
export function isLocal(url: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);
}

const webAddress = z
  .url({ protocol: /^https?$/, error: 'must be an address that begins with https://' })
  .refine(
    (url) => url.startsWith('https://') || isLocal(url),
    'must begin with https:// (http:// is for localhost only)',
  )
  .transform((url) => url.replace(/\/+$/, ''));

const secretKey = z
  .string()
  .transform((key) => Buffer.from(key, 'base64'))
  .refine(
    (key) => key.length === 32,
    'must be keys of 32 bytes in base64, separated by commas (openssl rand -base64 32)',
  );

const variables = z.object({
  DATABASE_URL: z.url({
    protocol: /^postgres(ql)?$/,
    error: 'must be an address that begins with postgres://',
  }),
  PUBLIC_URL: webAddress,
  HOST: z.string().default('0.0.0.0'),
  PORT: z.coerce.number('must be a number').int().min(0).max(65_535).default(3000),
  MICROSOFT_CLIENT_ID: z.string().optional(),
  MICROSOFT_CLIENT_SECRET: z.string().optional(),
  MICROSOFT_AUTHORITY: webAddress.default('https://login.microsoftonline.com'),
  MICROSOFT_TENANT: z.string().default('organizations'),
  MICROSOFT_GRAPH: webAddress.default('https://graph.microsoft.com/v1.0'),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'must be an address that begins with smtp:// or smtps://' })
    .optional(),
  MAIL_FROM: z.string().default('Counterpart <counterpart@localhost>'),
  INVITATIONS_PER_HOUR: z.coerce.number('must be a number').int().min(1).default(500),
  SECRET_KEYS: z
    .string('is missing: keys of 32 bytes in base64, separated by commas (openssl rand -base64 32)')
    .transform((text) => text.split(',').map((key) => key.trim()))
    .pipe(z.array(secretKey).min(1)),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
  JOBS_AT_A_TIME: z.coerce.number('must be a number').int().min(1).max(100).default(4),
  REQUESTS_PER_MINUTE: z.coerce.number('must be a number').int().min(1).max(1_000_000).default(3000),
  TRUST_PROXY: z.enum(['yes', 'no'], 'must be yes or no').default('no'),
});

/** The environment variables, all of them. */
export const variableNames: readonly string[] = Object.keys(variables.shape);

/**
 * Reads the configuration.
 * @throws ConfigError with every problem at once.
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  // An empty variable is a missing one: that is how container tools pass what was not set.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const read = variables.safeParse(given);
  if (!read.success) throw new ConfigError(problemsOf(read.error, given));
  const v = read.data;
  const microsoft = microsoftOf(v);
  if (microsoft === 'half') {
    throw new ConfigError([
      'MICROSOFT_CLIENT_ID and MICROSOFT_CLIENT_SECRET belong together: set both or neither',
    ]);
  }
  return {
    databaseUrl: v.DATABASE_URL,
    publicUrl: v.PUBLIC_URL,
    host: v.HOST,
    port: v.PORT,
    microsoft,
    smtpUrl: v.SMTP_URL ?? null,
    mailFrom: v.MAIL_FROM,
    invitationsPerHour: v.INVITATIONS_PER_HOUR,
    secretKeys: v.SECRET_KEYS,
    logLevel: v.LOG_LEVEL,
    jobsAtATime: v.JOBS_AT_A_TIME,
    requestsPerMinute: v.REQUESTS_PER_MINUTE,
    trustProxy: v.TRUST_PROXY === 'yes',
  };
}

function microsoftOf(v: z.output<typeof variables>): MicrosoftConfig | null | 'half' {
  const { MICROSOFT_CLIENT_ID: clientId, MICROSOFT_CLIENT_SECRET: clientSecret } = v;
  if (clientId === undefined && clientSecret === undefined) return null;
  if (clientId === undefined || clientSecret === undefined) return 'half';
  return {
    clientId,
    clientSecret,
    authority: v.MICROSOFT_AUTHORITY,
    tenant: v.MICROSOFT_TENANT,
    graphBase: v.MICROSOFT_GRAPH,
  };
}

function problemsOf(error: z.ZodError, given: NodeJS.ProcessEnv): string[] {
  const lines = error.issues.map((issue) => {
    const name = String(issue.path[0]);
    return given[name] === undefined ? `${name} is missing` : `${name} ${issue.message}`;
  });
  return [...new Set(lines)];
}
