// First step: a registry for the image, and the identity that reads from it and that the bot signs in as.
// az deployment group create -g GROUP -f infra/registry.bicep -p name=NAME

@description('Begins the names of all resources; lower-case letters and digits.')
@minLength(3)
@maxLength(20)
param name string

@description('Region of all resources but the bot registration.')
param location string = resourceGroup().location

// Built-in role AcrPull.
var acrPull = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '7f951dda-4ed3-4680-a7ca-43fe172d538d')

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-identity'
  location: location
}

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' = {
  name: '${name}registry'
  location: location
  sku: { name: 'Basic' }
  properties: { adminUserEnabled: false }
}

resource mayPull 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(registry.id, identity.id, acrPull)
  scope: registry
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: acrPull
  }
}

output registryName string = registry.name
output image string = '${registry.properties.loginServer}/spine-guide'
output identityName string = identity.name
