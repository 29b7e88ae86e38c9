using 'main.bicep'

// Secrets come from the environment of whoever deploys, not from this file.
param name = 'spineguide'
param image = 'spineguideregistry.azurecr.io/spine-guide:0.1.0'
param databasePassword = readEnvironmentVariable('SPINE_DATABASE_PASSWORD')
param dataEncryptionKeys = readEnvironmentVariable('SPINE_DATA_KEYS')
param signingKey = readEnvironmentVariable('SPINE_SIGNING_KEY')
param publicUrl = ''
param allowedOrigins = 'https://www.hospital.example'
