// Second step, when the image is in the registry: network, database, service, bot registration and channels.
// az deployment group create -g GROUP -f infra/main.bicep -p infra/main.bicepparam

@description('The same as for registry.bicep.')
@minLength(3)
@maxLength(20)
param name string

@description('Region of all resources but the bot registration.')
param location string = resourceGroup().location

@description('Image with its tag, for example from the output of registry.bicep: NAMEregistry.azurecr.io/spine-guide:0.1.0')
param image string

@description('UserAssignedMSI: the bot signs in as the identity made by registry.bicep, without any secret. SingleTenant: as an app registration of yours.')
@allowed(['UserAssignedMSI', 'SingleTenant'])
param appType string = 'UserAssignedMSI'

@description('App id of your app registration; for SingleTenant only.')
param appId string = ''

@description('Client secret of your app registration; for SingleTenant only.')
@secure()
param appPassword string = ''

@description('Password of the database; letters and digits are easiest. Keep it in a vault.')
@secure()
@minLength(16)
param databasePassword string

@description('Keys that stored text is encrypted with: openssl rand -base64 32. Whoever loses them loses what is stored.')
@secure()
param dataEncryptionKeys string

@description('Key that signs chat tokens, 32 characters or more: openssl rand -hex 32')
@secure()
@minLength(32)
param signingKey string

@description('Origin at which visitors reach the service, such as https://chat.hospital.example; empty: the address that Azure gives.')
param publicUrl string = ''

@description('Origins of the sites that show the chat, separated by commas.')
param allowedOrigins string = ''

@description('Name people see in the channels.')
@maxLength(35)
param displayName string = 'Spine Guide'

@description('Plan of the bot registration: F0 is free and limited, S1 is for operation.')
@allowed(['F0', 'S1'])
param botPlan string = 'S1'

@description('Size of the database.')
param databaseSku string = 'Standard_B1ms'

@description('Keeps a second database ready in another zone; needs a size that is not burstable, such as Standard_D2ds_v5.')
param databaseHighAvailability bool = false

var ownAddress = 'https://${name}.${appEnvironment.properties.defaultDomain}'
var publicOrigin = empty(publicUrl) ? ownAddress : publicUrl
var managed = appType == 'UserAssignedMSI'
var botAppId = managed ? identity.properties.clientId : appId
var registryServer = split(image, '/')[0]
var databaseUrl = 'postgres://spine:${uriComponent(databasePassword)}@${database.outputs.host}:5432/spine?sslmode=verify-full'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = {
  name: '${name}-identity'
}

module network 'network.bicep' = {
  name: 'network'
  params: { name: name, location: location }
}

module database 'database.bicep' = {
  name: 'database'
  params: {
    name: name
    location: location
    password: databasePassword
    skuName: databaseSku
    highAvailability: databaseHighAvailability
    subnetId: network.outputs.databaseSubnetId
    dnsZoneId: network.outputs.databaseZoneId
  }
}

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-logs'
  location: location
  properties: { sku: { name: 'PerGB2018' }, retentionInDays: 30 }
}

resource appEnvironment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: '${name}-environment'
  location: location
  properties: {
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: { customerId: logs.properties.customerId, sharedKey: logs.listKeys().primarySharedKey }
    }
    vnetConfiguration: { infrastructureSubnetId: network.outputs.serviceSubnetId }
    workloadProfiles: [{ name: 'Consumption', workloadProfileType: 'Consumption' }]
  }
}

resource service 'Microsoft.App/containerApps@2024-03-01' = {
  name: name
  location: location
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  properties: {
    environmentId: appEnvironment.id
    workloadProfileName: 'Consumption'
    configuration: {
      ingress: { external: true, targetPort: 3978, transport: 'auto', allowInsecure: false }
      registries: [{ server: registryServer, identity: identity.id }]
      secrets: concat(
        [
          { name: 'database-url', value: databaseUrl }
          { name: 'data-encryption-keys', value: dataEncryptionKeys }
          { name: 'signing-key', value: signingKey }
        ],
        managed ? [] : [{ name: 'app-password', value: appPassword }]
      )
    }
    template: {
      // The service lets turns in flight finish; see DRAIN_TIMEOUT_MS.
      terminationGracePeriodSeconds: 30
      scale: { minReplicas: 2, maxReplicas: 4 }
      containers: [
        {
          name: 'spine-guide'
          image: image
          resources: { cpu: json('0.5'), memory: '1Gi' }
          env: concat(
            [
              { name: 'PUBLIC_URL', value: publicOrigin }
              { name: 'ALLOWED_ORIGINS', value: allowedOrigins }
              { name: 'TRUSTED_PROXIES', value: '1' }
              { name: 'MicrosoftAppId', value: botAppId }
              { name: 'MicrosoftAppType', value: appType }
              { name: 'MicrosoftAppTenantId', value: tenant().tenantId }
              { name: 'DATABASE_URL', secretRef: 'database-url' }
              { name: 'DATA_ENCRYPTION_KEYS', secretRef: 'data-encryption-keys' }
              { name: 'DIRECT_LINE_SIGNING_KEY', secretRef: 'signing-key' }
            ],
            managed ? [] : [{ name: 'MicrosoftAppPassword', secretRef: 'app-password' }]
          )
          probes: [
            { type: 'Startup', httpGet: { path: '/healthz', port: 3978 }, periodSeconds: 2, failureThreshold: 30 }
            { type: 'Liveness', httpGet: { path: '/healthz', port: 3978 }, periodSeconds: 10, failureThreshold: 3 }
            { type: 'Readiness', httpGet: { path: '/readyz', port: 3978 }, periodSeconds: 5, failureThreshold: 2 }
          ]
        }
      ]
    }
  }
}

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: '${name}-bot'
  location: 'global'
  kind: 'azurebot'
  sku: { name: botPlan }
  properties: {
    displayName: displayName
    endpoint: '${publicOrigin}/api/messages'
    msaAppId: botAppId
    msaAppType: appType
    msaAppTenantId: tenant().tenantId
    msaAppMSIResourceId: managed ? identity.id : null
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: { channelName: 'MsTeamsChannel', properties: { isEnabled: true, enableCalling: false } }
}

resource directLine 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'DirectLineChannel'
  location: 'global'
  properties: {
    channelName: 'DirectLineChannel'
    properties: {
      sites: [{ siteName: 'website', isEnabled: true, isV1Enabled: false, isV3Enabled: true, isSecureSiteEnabled: false }]
    }
  }
}

@description('Where the service is; PUBLIC_URL unless you gave another.')
output address string = ownAddress
@description('App id for the Teams package: set MicrosoftAppId to it and run npm run teams:package.')
output teamsAppId string = botAppId
