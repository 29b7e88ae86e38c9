/** The bot's registration in Azure. */
export interface Registration {
  readonly appId: string;
  /** SingleTenant, MultiTenant or UserAssignedMSI. */
  readonly appType: string;
  /** A secret. */
  readonly appPassword?: string;
  readonly tenantId?: string;
}
