import type { BotSdk } from './BotTurn';

/** The bot's registration in Azure. */
export interface Registration {
  readonly appId: string;
  readonly appType: AppType;
  readonly cloud: Cloud;
  /** How the bot proves to Microsoft who it is; absent for UserAssignedMSI, where Azure vouches for the machine. */
  readonly credential?: Credential;
  readonly tenantId?: string;
}

type Credential =
  /** A secret. */
  | { readonly kind: 'password'; readonly password: string }
  | {
      readonly kind: 'certificate';
      /** SHA-1 of the certificate in hex, as Azure shows it. */
      readonly thumbprint: string;
      /** PEM; a secret. */
      readonly privateKey: string;
    };

export const APP_TYPES = ['SingleTenant', 'MultiTenant', 'UserAssignedMSI'] as const;
type AppType = (typeof APP_TYPES)[number];

/** Microsoft's clouds with a sign-in service of their own. GCC belongs to the public one. */
export const CLOUDS = ['public', 'us-government'] as const;
export type Cloud = (typeof CLOUDS)[number];

/** The settings a registration is made of, under the names Bot Framework gives them. */
export interface RegistrationSettings {
  readonly MicrosoftAppId?: string | undefined;
  readonly MicrosoftAppType: AppType;
  readonly MicrosoftAppTenantId?: string | undefined;
  readonly MicrosoftAppPassword?: string | undefined;
  readonly CertificateThumbprint?: string | undefined;
  readonly CertificatePrivateKey?: string | undefined;
  readonly AZURE_CLOUD: Cloud;
}

/** Everything that is missing or too much in a registration, each problem beginning with the setting's name. */
export function registrationProblems(given: RegistrationSettings): string[] {
  const secrets = (
    ['MicrosoftAppPassword', 'CertificateThumbprint', 'CertificatePrivateKey'] as const
  ).filter((name) => given[name] !== undefined);
  if (given.MicrosoftAppId === undefined)
    return secrets.length === 0
      ? []
      : [`MicrosoftAppId: set it, or unset ${secrets.join(' and ')}, which means nothing without it`];
  return [...tenantProblems(given), ...credentialProblems(given, secrets)];
}

function tenantProblems({ MicrosoftAppType: type, MicrosoftAppTenantId: tenant }: RegistrationSettings) {
  return type === 'MultiTenant' || tenant !== undefined
    ? []
    : [`MicrosoftAppTenantId: set it for MicrosoftAppType=${type}`];
}

function credentialProblems(given: RegistrationSettings, secrets: readonly string[]): string[] {
  const { MicrosoftAppType: type, MicrosoftAppPassword: password } = given;
  if (type === 'UserAssignedMSI')
    return secrets.map((name) => `${name}: leave it unset for MicrosoftAppType=UserAssignedMSI`);
  if (secrets.length === 0)
    return [
      `MicrosoftAppPassword: set it for MicrosoftAppType=${type}, or CertificateThumbprint and CertificatePrivateKey`,
    ];
  const certificate = secrets.filter((name) => name !== 'MicrosoftAppPassword');
  if (certificate.length === 0) return [];
  const problems: string[] = [];
  // The SDK would silently prefer the certificate.
  if (password !== undefined) problems.push('MicrosoftAppPassword: unset it, or unset the certificate');
  if (given.CertificateThumbprint === undefined)
    problems.push('CertificateThumbprint: set it as well as CertificatePrivateKey');
  if (given.CertificatePrivateKey === undefined)
    problems.push('CertificatePrivateKey: set it as well as CertificateThumbprint');
  return problems;
}

interface SdkSettings extends RegistrationSettings {
  readonly BOT_SDK: BotSdk;
  readonly NODE_ENV?: string | undefined;
}

/**
 * What the Agents SDK cannot do, or must not.
 *
 * @param debug - the variable of that name, with which the SDK prints everything it takes and sends.
 */
export function sdkProblems(given: SdkSettings, debug: string | undefined): string[] {
  if (given.BOT_SDK !== 'agents') return [];
  const problems: string[] = [];
  if (given.MicrosoftAppId === undefined && given.NODE_ENV === 'production')
    problems.push('BOT_SDK: leave it unset without MicrosoftAppId; the Agents SDK does not start then');
  if (given.CertificateThumbprint !== undefined)
    problems.push(
      'CertificateThumbprint: BOT_SDK=agents takes certificates from files only; set MicrosoftAppPassword instead',
    );
  if (/\*|agents/.test(debug ?? ''))
    problems.push('DEBUG: unset it with BOT_SDK=agents, which would print what visitors write');
  return problems;
}

/** The registration that settings without {@link registrationProblems} describe; undefined without an app id. */
export function registrationOf(given: RegistrationSettings): Registration | undefined {
  if (given.MicrosoftAppId === undefined) return undefined;
  const credential = credentialOf(given);
  return {
    appId: given.MicrosoftAppId,
    appType: given.MicrosoftAppType,
    cloud: given.AZURE_CLOUD,
    ...(credential === undefined ? {} : { credential }),
    ...(given.MicrosoftAppTenantId === undefined ? {} : { tenantId: given.MicrosoftAppTenantId }),
  };
}

function credentialOf(given: RegistrationSettings): Credential | undefined {
  const { MicrosoftAppPassword: password, CertificateThumbprint: thumbprint } = given;
  if (thumbprint !== undefined && given.CertificatePrivateKey !== undefined)
    return { kind: 'certificate', thumbprint, privateKey: given.CertificatePrivateKey };
  return password === undefined ? undefined : { kind: 'password', password };
}
